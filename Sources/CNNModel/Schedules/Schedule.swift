/// The change of the learning rate from step to step: a function of the step alone, so that any
/// step can be repeated.
public protocol Schedule: Sendable {
  /// The name and the options of the schedule.
  static var grammar: LayerGrammar { get }

  /// Makes the schedule from a line that was parsed by its ``grammar``.
  ///
  /// - Throws: ``LineError`` for an invalid value.
  init(_ line: LayerLine) throws(LineError)

  /// The words that are parsed as this schedule.
  var text: String { get }

  /// The learning rate of a step.
  ///
  /// - Parameters:
  ///   - base: the optimizer's own rate; a schedule scales it.
  ///   - step: counted from 0.
  func rate(_ base: Double, step: Int) -> Double
}

/// All schedules.
public enum ScheduleCatalog {
  /// All types of schedules.
  public static let all: [any Schedule.Type] = [
    ConstantSchedule.self, StepSchedule.self, CosineSchedule.self, OneCycleSchedule.self,
  ]

  /// Parses words such as `one-cycle 2000` as a schedule.
  ///
  /// - Throws: ``LineError`` when they are no schedule.
  public static func schedule(_ words: [Word]) throws(LineError) -> any Schedule {
    let place = try LayerGrammar.place(of: words, among: all.map { $0.grammar }, "schedule")
    let type = all[place]
    let line = try type.grammar.read(words)
    return try type.init(line)
  }
}

/// The same rate at every step.
package struct ConstantSchedule: Schedule {
  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package func rate(_ base: Double, step: Int) -> Double { base }

  package static let grammar = LayerGrammar(
    "constant", summary: "the same rate at every step", help: "The rate does not change.")

  package var text: String { Self.grammar.keyword }
}

/// A rate that is multiplied by a factor at regular intervals.
///
/// `η · factor^⌊step / every⌋`, as in PyTorch (`StepLR`).
package struct StepSchedule: Schedule {
  package var every: Int
  package var factor: Double
  /// The step at which it begins.
  package var start: Int

  package init(every: Int, factor: Double = 0.1, start: Int = 0) {
    (self.every, self.factor, self.start) = (every, factor, start)
  }

  package init(_ line: LayerLine) throws(LineError) {
    every = line.whole("steps") ?? 1
    factor = try line.nonNegative("factor", unless: 0.1)
    start = line.whole("from") ?? 0
  }

  package func rate(_ base: Double, step: Int) -> Double {
    var rate = base
    for _ in 0..<max(0, step - start) / every where rate != 0 { rate *= factor }
    return rate
  }

  package static let grammar = LayerGrammar(
    "step", summary: "a decay at regular intervals",
    help: "The rate is multiplied by the factor at regular intervals.",
    positional: [.init("steps", .whole(atLeast: 1), "the number of steps of an interval")],
    options: [.init("factor", .number, "what the rate is multiplied by"), startArgument])

  package var text: String {
    "step \(every)" + (factor == 0.1 ? "" : " factor \(factor)") + startText(start)
  }
}

/// A rate that falls along half a cosine to a final rate, which is then constant.
///
/// `end + (η − end) · (1 + cos(π·t)) / 2` with `t` from 0 to 1 over the steps.
/// Source: I. Loshchilov, F. Hutter, "SGDR", 2016.
package struct CosineSchedule: Schedule {
  package var steps: Int
  package var end: Double
  /// The step at which it begins.
  package var start: Int

  package init(steps: Int, end: Double = 0, start: Int = 0) {
    (self.steps, self.end, self.start) = (steps, end, start)
  }

  package init(_ line: LayerLine) throws(LineError) {
    steps = line.whole("steps") ?? 1
    end = try line.nonNegative("to", unless: 0)
    start = line.whole("from") ?? 0
  }

  package func rate(_ base: Double, step: Int) -> Double {
    let share = Double(max(0, min(step - start, steps))) / Double(steps)
    return cosineBlend(base, end, share)
  }

  package static let grammar = LayerGrammar(
    "cosine", summary: "a decay along half a cosine",
    help: "The rate falls along half a cosine over the steps, and is constant afterwards.",
    positional: [.init("steps", .whole(atLeast: 1), "the number of steps of the decay")],
    options: [.init("to", .number, "the final rate"), startArgument])

  package var text: String {
    "cosine \(steps)" + (end == 0 ? "" : " to \(end)") + startText(start)
  }
}

let startArgument = LayerGrammar.Argument(
  "from", .whole(atLeast: 0), "the step at which it begins")

func startText(_ start: Int) -> String { start == 0 ? "" : " from \(start)" }

/// From `first` at 0 to `last` at 1, along half a cosine.
func cosineBlend(_ first: Double, _ last: Double, _ share: Double) -> Double {
  last + (first - last) * max(0, 1 - squaredSine(share))
}

/// `sin²(π·share/2)` for a share of 0 to 1, by additions and multiplications alone so that the
/// result is the same on every machine.
private func squaredSine(_ share: Double) -> Double {
  let x = Double.pi / 2 * share
  var (term, sum) = (x, x)
  for order in 1...12 {
    term *= -x * x / Double(2 * order * (2 * order + 1))
    sum += term
  }
  return sum * sum
}
