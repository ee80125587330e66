import CNNModel
import Differences

/// When an array is equal to the one that a layer computes from the same inputs.
enum ArrayEquality {
  /// The share of the largest number by which the outputs of one layer may differ: other orders of
  /// summation and other formulas of one function were measured to stay below 4·10⁻⁶, the smallest
  /// damage, weights rounded to float16, to exceed 1.7·10⁻⁴.
  static let share = 2e-5

  /// The largest error relative to the largest number of the reference, or to that of the network
  /// where the reference is 0 throughout; infinite where the shapes differ or one of both alone is no
  /// finite number.
  static func error(_ theirs: Tensor, _ ours: Tensor) -> Double {
    guard theirs.shape == ours.shape else { return .infinity }
    var (largest, worst) = (Float(0), Float(0))
    for (a, b) in zip(theirs.elements, ours.elements) {
      if a.isFinite { largest = max(largest, a.magnitude) }
      if a == b || a.isNaN && b.isNaN { continue }
      guard a.isFinite, b.isFinite else { return .infinity }
      worst = max(worst, (a - b).magnitude)
    }
    if worst == 0 { return 0 }
    return largest == 0 ? 1 : Double(worst) / Double(largest)
  }

  /// Whether what a layer computed is the reference's array up to rounding.
  ///
  /// - Parameters:
  ///   - depth: how many layers before it were computed, too, since the reference lacks them; their
  ///     rounding adds up.
  ///   - pass: the layer's own pass, whose definition says how much a cell may lose where large terms
  ///     cancel.
  static func areEqual(
    _ theirs: Tensor, _ ours: Tensor, depth: Int, _ layer: any Layer, _ pass: ForwardPass?,
    _ value: ValueReference
  ) -> Bool {
    let error = error(theirs, ours)
    if error <= share * Double(1 + depth).squareRoot() { return true }
    guard error < 1e-3, let pass, pass.exactInputs.isEmpty else { return false }
    return cancels(theirs, ours, layer, pass, value)
  }

  /// The cells of which the definition is asked at most.
  private static let asked = 32

  private static func cancels(
    _ theirs: Tensor, _ ours: Tensor, _ layer: any Layer, _ pass: ForwardPass,
    _ value: ValueReference
  ) -> Bool {
    let largest = theirs.elements.reduce(Float(0)) { max($0, $1.magnitude) }
    let bound = Float(share) * largest
    let worst = ours.elements.indices.filter { (theirs[$0] - ours[$0]).magnitude > bound }
    guard worst.count <= asked else { return false }
    let outputs = layer.forward(pass).outputs
    let backward = BackwardPass(forward: pass, outputs: outputs, gradients: outputs.map(\.zeros))
    return worst.allSatisfy { offset in
      let cell = CellReference.output(value.output, ours.shape.position(at: offset))
      return layer.define(cell, in: backward).equalsWithinRounding(theirs[offset])
    }
  }
}
