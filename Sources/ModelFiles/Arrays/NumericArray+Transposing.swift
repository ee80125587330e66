import CNNModel

extension NumericArray {
  /// The array with its last two axes swapped.
  ///
  /// - Precondition: there are two.
  var swappingLastAxes: NumericArray {
    let rank = shape.rank
    return transposed(Array(0..<rank - 2) + [rank - 1, rank - 2])
  }

  /// The array with its axes in another order: axis `i` of the result is axis `axes[i]` of this one.
  ///
  /// - Precondition: `axes` has every axis once.
  func transposed(_ axes: [Int]) -> NumericArray {
    precondition(axes.sorted() == Array(0..<shape.rank), "axes \(axes) of \(shape)")
    var strides = [Int](repeating: 1, count: shape.rank)
    for axis in strides.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    let layout = StridedLayout(
      extents: axes.map { shape[$0] }, strides: axes.map { strides[$0] }, offset: 0,
      elementType: elementType)
    return NumericArray(
      shape: Shape(layout.extents), elementType: elementType, bytes: layout.gathered(bytes)[...])
  }
}
