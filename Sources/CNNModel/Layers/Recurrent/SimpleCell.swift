/// The cell of a plain recurrent network: `h′ = tanh(W·x + b + R·h + b′)`.
///
/// Source: ONNX operator specification, RNN-14.
struct SimpleCell: RecurrentCell {
  static let gates = ["h"]
  static let candidate = "h"
  static let hasMemory = false

  var functions = CellFunctions()

  func step<N: CellNumber>(
    _ before: CellState<N>, _ sums: [N], _ weights: CellWeights<N>
  ) -> CellStep<N> {
    let sums = zip(sums, weights.recurrentSums(0..<1, before.hidden)).map(+)
    let hidden = sums.map { functions.value(functions.candidate, $0) }
    return CellStep(
      before: before, after: CellState(hidden: hidden, memory: []), sums: sums, gates: hidden)
  }

  func back<N: CellNumber>(
    _ step: CellStep<N>, _ gradient: CellState<N>, _ weights: CellWeights<N>
  ) -> CellGradient<N> {
    let sums = step.sums.indices.map {
      gradient.hidden[$0] * functions.slope(functions.candidate, step.sums[$0], step.gates[$0])
    }
    return CellGradient(
      sums: sums, recurrentSums: sums, direct: CellState(zeros: weights.units, hasMemory: false),
      before: CellState(hidden: weights.recurrentGradient(0..<1, sums[...]), memory: []))
  }

  func define(_ unit: CellUnit) -> (hidden: Expression, memory: Expression) {
    (functions.define(functions.candidate, unit.sum(0, [])), .sum([]))
  }
}
