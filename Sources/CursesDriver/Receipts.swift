/// What the terminal was asked to confirm, and whether it does so at all; from that, how fast the
/// line to it is.
///
/// Without this, pictures queue up on a slow line and keys wait behind them.
struct Receipts {
  private let clock = ContinuousClock()
  /// What was asked, with the number of cells that were sent before.
  private var outstanding: [(cells: Int, since: ContinuousClock.Instant)] = []
  private var latest: ContinuousClock.Instant
  private var hasAnswered = false
  /// The shortest time that an answer took: what even an empty picture takes.
  private var shortest = Duration.seconds(10)
  /// How many cells the line carries in a second; `nil` while it is fast enough for anything.
  private(set) var speed: Double?

  /// How long the first answer ever is waited for; a terminal that gives none is not asked again.
  private static let firstPatience = Duration.seconds(1)
  private static let patience = Duration.seconds(10)
  /// How long a picture that nobody asked for may occupy the line.
  private static let moment = Duration.milliseconds(80)
  /// An answer that takes no longer than this beyond the shortest says that the line is fast.
  private static let noticeable = Duration.milliseconds(25)
  private static let fewestCells = 160

  init() { latest = clock.now }

  /// Whether the terminal answers, as far as is known.
  var areGiven: Bool { hasAnswered || outstanding.isEmpty || waited < Self.firstPatience }

  var isBehind: Bool {
    !outstanding.isEmpty && waited < (hasAnswered ? Self.patience : Self.firstPatience)
  }

  /// How many cells the line carries in a moment.
  var affordable: Int {
    guard let speed else { return .max }
    return max(Self.fewestCells, Int(min(1e9, speed * (Self.moment / .seconds(1)))))
  }

  mutating func asked(after cells: Int) {
    if hasAnswered, waited >= Self.patience { outstanding = [] }
    outstanding.append((cells, clock.now))
  }

  mutating func came(_ count: Int) {
    for _ in 0..<min(count, outstanding.count) {
      let asked = outstanding.removeFirst()
      let now = clock.now
      // What was asked before the last answer waited behind what that one confirmed.
      learn(asked.cells, now - max(asked.since, latest))
      latest = now
    }
    if count > 0 { hasAnswered = true }
  }

  private mutating func learn(_ cells: Int, _ time: Duration) {
    shortest = min(shortest, time)
    let carrying = time - shortest
    guard carrying > Self.noticeable else {
      speed = speed.map { $0 * 1.25 }.flatMap { $0 < 100_000 ? $0 : nil }
      return
    }
    let found = Double(cells) / (carrying / .seconds(1))
    speed = speed.map { ($0 + found) / 2 } ?? found
  }

  private var waited: Duration {
    outstanding.last.map { clock.now - $0.since } ?? .zero
  }
}

/// Text in base 64 (RFC 4648), as requests to terminals carry it.
func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  var text = ""
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let part = bytes[start..<min(bytes.count, start + 3)]
    let word = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
    for place in 0..<4 {
      text.append(place > part.count ? "=" : letters[word >> (18 - 6 * place) & 63])
    }
  }
  return text
}
