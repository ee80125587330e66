import CNNModel

/// An array that somebody else computed, prepared to be compared with very many others.
struct ComparedArray {
  let theirs: Tensor
  let ours: Tensor
  private let whole: Double?
  private let bound: Float

  init(_ theirs: Tensor, ours: Tensor) {
    (self.theirs, self.ours) = (theirs, ours)
    whole = theirs.shape == ours.shape ? ArrayDifference(theirs, ours).squares : nil
    let largest = theirs.elements.reduce(Float(0)) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    bound = 2 * Float(ArrayDifference.usualTolerance) * largest
  }

  /// Whether an array equals theirs within rounding and differs from ours.
  func equals(_ array: Tensor) -> Bool {
    guard array.shape == theirs.shape, mayEqual(array), ArrayDifference(theirs, array).isEqual
    else { return false }
    // Where the rule makes no difference, it explains none.
    return differs(array)
  }

  /// The share of the difference that an array removes, from 0 to 1.
  func explained(by array: Tensor) -> Double {
    guard array.shape == theirs.shape, theirs.shape.count >= Self.fewest, let whole, whole > 0
    else { return 0 }
    return max(0, 1 - ArrayDifference(theirs, array).squares / whole)
  }

  /// Whether an array is another one than ours.
  func differs(_ array: Tensor) -> Bool {
    array.shape != ours.shape || !ArrayDifference(array, ours).isEqual
  }

  /// Whether an array is another one than ours, far beyond rounding.
  func differsClearly(_ array: Tensor) -> Bool {
    array.shape != ours.shape || !ArrayDifference(array, ours, tolerance: Self.clear).isEqual
  }

  /// Any number lies near a single one.
  private static let fewest = 4
  private static let clear = 10 * ArrayDifference.usualTolerance

  /// Whether no cell differs by much more than the tolerance; most arrays differ at once.
  private func mayEqual(_ array: Tensor) -> Bool {
    for (a, b) in zip(theirs.elements, array.elements)
    where !((a - b).magnitude <= bound) && a.isFinite && b.isFinite { return false }
    return true
  }
}
