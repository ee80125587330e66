/// The functions of a cell's gates.
package struct CellFunctions: Hashable, Sendable {
  /// Of the gates that are factors.
  package var gate = CellActivation.sigmoid
  /// Of the candidate, or of the only gate.
  package var candidate = CellActivation.tanh
  /// Of the memory, where there is one.
  package var output = CellActivation.tanh
  /// The largest magnitude of an argument of a gate; `nil` for any.
  package var clip: Double?

  /// Those of the field.
  package init() {}

  /// A gate's value.
  func value<N: CellNumber>(_ function: CellActivation, _ sum: N) -> N {
    clipped(sum).applying(function.function)
  }

  /// The slope of a gate's value `y` with respect to its sum.
  func slope<N: CellNumber>(_ function: CellActivation, _ sum: N, _ y: N) -> N {
    if let clip, sum.double.magnitude >= clip { return .zero }
    return sum.slope(of: function.function, y)
  }

  private func clipped<N: CellNumber>(_ sum: N) -> N {
    guard let clip, sum.double.magnitude > clip else { return sum }
    return N(sum.double < 0 ? -clip : clip)
  }

  /// A gate's value as an expression.
  func define(_ function: CellActivation, _ sum: Expression) -> Expression {
    if let clip, sum.value.magnitude > clip {
      return function.define(.constant(sum.value < 0 ? -clip : clip, "clip"))
    }
    return function.define(sum)
  }

  /// Whether the slope of a gate jumps between two sums.
  func crossesKink(_ function: CellActivation, _ first: Double, _ second: Double) -> Bool {
    let kinks = function.function.kinks + (clip.map { [-$0, $0] } ?? [])
    return kinks.contains { min(first, second) <= $0 && $0 <= max(first, second) }
  }
}
