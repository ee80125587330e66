import NumberText
import ScopeDebugger

/// How fast a training goes, from times that are passed in as values.
struct Pace: Hashable, Sendable {
  private var steps = 0.0
  private var samples = 0.0
  private var seconds = 0.0
  private var seen: (steps: Int, samples: Int) = (0, 0)

  /// How many seconds the mean goes back.
  private static let memory = 3.0

  /// Takes note of what was done in a time.
  ///
  /// - Parameters:
  ///   - trained: all steps and samples so far.
  ///   - time: since the last note, in seconds.
  mutating func note(_ trained: (steps: Int, samples: Int), in time: Double) {
    let kept = Self.memory / (Self.memory + max(0, time))
    steps = steps * kept + Double(trained.steps - seen.steps)
    samples = samples * kept + Double(trained.samples - seen.samples)
    seconds = seconds * kept + time
    seen = trained
  }

  /// Forgets the time in which nothing was trained.
  mutating func rest(_ trained: (steps: Int, samples: Int)) {
    self = Pace()
    seen = trained
  }

  /// `nil` until a little was done.
  var samplesPerSecond: Double? { seconds > 0.2 && samples > 0 ? samples / seconds : nil }

  /// How long so many steps take, in seconds; `nil` until a little was done.
  func time(for count: Int) -> Double? {
    seconds > 0.2 && steps > 0 ? Double(count) * seconds / steps : nil
  }

  /// `12.3k samples/s`, and with the steps that are left `0:12 left`.
  func words(stepsLeft: Int?) -> [String] {
    let rate = samplesPerSecond.map { "\(Self.short($0)) samples/s" }
    let left = stepsLeft.flatMap { time(for: $0) }.map { "\(Self.clock($0)) left" }
    return [rate, left].compactMap(\.self)
  }

  private static func short(_ number: Double) -> String {
    number < 10_000 ? Decimals.text(number, 3) : Decimals.text(number / 1000, 3) + "k"
  }

  /// `0:07`, `12:30`, `3:04:05`
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (minutes, rest) = whole.quotientAndRemainder(dividingBy: 60)
    guard minutes >= 60 else { return "\(minutes):\(two(rest))" }
    return "\(minutes / 60):\(two(minutes % 60)):\(two(rest))"
  }

  static func == (one: Pace, other: Pace) -> Bool {
    (one.steps, one.samples, one.seconds) == (other.steps, other.samples, other.seconds)
      && one.seen == other.seen
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(steps)
    hasher.combine(seconds)
  }
}
