import CNNModel

extension NumericArray {
  /// The array with its last two axes swapped.
  ///
  /// - Precondition: there are two.
  var swappingLastAxes: NumericArray {
    let rank = shape.rank
    return permuted(Array(0..<rank - 2) + [rank - 1, rank - 2])
  }

  /// The array with its axes in another order, as NumPy's `transpose`.
  ///
  /// - Parameter order: for each axis of the result, that of the array.
  /// - Precondition: the order has every axis once.
  func permuted(_ order: [Int]) -> NumericArray {
    precondition(order.sorted() == Array(0..<shape.rank), "\(order) is no order of \(shape)")
    let size = elementType.size
    var strides = [Int](repeating: size, count: shape.rank)
    for axis in (0..<shape.rank).dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    let extents = order.map { shape[$0] }
    let steps = order.map { strides[$0] }
    var permuted: [UInt8] = []
    permuted.reserveCapacity(bytes.count)
    bytes.withUnsafeBytes { source in
      Self.forEachRow(extents[...], steps[...], from: 0) { start, count, step in
        for index in 0..<count {
          let offset = start + index * step
          permuted.append(contentsOf: source[offset..<offset + size])
        }
      }
    }
    return NumericArray(shape: Shape(extents), elementType: elementType, bytes: permuted[...])
  }

  /// Calls `body` with the offset, the extent and the step of the last axis, for every row of it.
  private static func forEachRow(
    _ extents: ArraySlice<Int>, _ steps: ArraySlice<Int>, from offset: Int,
    _ body: (_ start: Int, _ count: Int, _ step: Int) -> Void
  ) {
    guard let extent = extents.first, let step = steps.first else { return body(offset, 1, 0) }
    guard extents.count > 1 else { return body(offset, extent, step) }
    for index in 0..<extent {
      forEachRow(extents.dropFirst(), steps.dropFirst(), from: offset + index * step, body)
    }
  }
}
