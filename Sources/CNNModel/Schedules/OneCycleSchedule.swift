/// A learning rate that rises to the optimizer's rate and then falls far below its initial value,
/// both along half a cosine.
///
/// From `η/25` to `η` in the first 30 % of the steps, from there to `η/25/10000` at the last, as in
/// PyTorch (`OneCycleLR`, without its change of momentum). Source: L. Smith, N. Topin,
/// "Super-convergence", 2017.
package struct OneCycleSchedule: Schedule {
  package var steps: Int
  /// The fraction of the steps in which the rate rises.
  package var rise: Double
  /// The step at which it begins.
  package var start: Int

  private static let beginning = 25.0
  private static let ending = 1e4

  package init(steps: Int, rise: Double = 0.3, start: Int = 0) {
    (self.steps, self.rise, self.start) = (steps, rise, start)
  }

  package init(_ line: LayerLine) throws(LineError) {
    steps = line.whole("steps") ?? 1
    rise = try line.nonNegative("rise", unless: 0.3)
    start = line.whole("from") ?? 0
    guard rise <= 1 else {
      throw LineError("rise needs a share of 0 to 1, not \(rise)", column: line.keyword.column)
    }
  }

  package func rate(_ base: Double, step: Int) -> Double {
    let place = Double(max(0, min(step - start, steps - 1)))
    let top = rise * Double(steps) - 1
    let lowest = base / Self.beginning
    if place <= top { return cosineBlend(lowest, base, top > 0 ? place / top : 1) }
    let fall = Double(steps - 1) - top
    return cosineBlend(base, lowest / Self.ending, fall > 0 ? (place - top) / fall : 1)
  }

  package static let grammar = LayerGrammar(
    "one-cycle", summary: "a rise and a longer decay",
    help: """
      The rate rises from a twenty-fifth of the optimizer's rate to the full rate, and then falls to \
      nearly 0 at the last step.
      """,
    positional: [.init("steps", .whole(atLeast: 1), "the number of steps of the whole training")],
    options: [.init("rise", .number, "the fraction of the steps in which it rises"), startArgument])

  package var text: String {
    "one-cycle \(steps)" + (rise == 0.3 ? "" : " rise \(rise)") + startText(start)
  }
}
