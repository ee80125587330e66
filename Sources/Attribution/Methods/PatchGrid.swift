import CNNModel

/// Patches at regular distances that cover all places of a tensor.
package struct PatchGrid {
  private let shape: Shape
  private let axes: [Int]
  /// The extent of a patch on each axis.
  let sides: [Int]
  /// The distance of adjacent patches on each axis.
  let strides: [Int]
  /// The first index of every patch, axis by axis.
  private let starts: [[Int]]

  /// - Parameters:
  ///   - axes: the axes that a patch is bounded on; on all others it has all cells.
  ///   - side: at most the extent of an axis; `nil` for an eighth of it.
  ///   - stride: at most a patch, so that all places are covered; `nil` for half a patch.
  package init(_ shape: Shape, _ axes: [Int], side: Int?, stride: Int?) {
    (self.shape, self.axes) = (shape, axes)
    let extents = axes.map { shape.rank == 0 ? 1 : shape[$0] }
    let sides = extents.map { max(1, min($0, side ?? ($0 + 7) / 8)) }
    let strides = sides.map { max(1, min($0, stride ?? $0 / 2)) }
    (self.sides, self.strides) = (sides, strides)
    starts = extents.indices.map { axis in
      let last = max(0, extents[axis] - sides[axis])
      let regular = Array(Swift.stride(from: 0, through: last, by: strides[axis]))
      return regular.last == last ? regular : regular + [last]
    }
  }

  /// How many patches there are.
  package var count: Int { starts.reduce(1) { $0 * $1.count } }

  /// The tensor with a patch filled.
  package func filled(_ tensor: Tensor, patch: Int, with number: Float) -> Tensor {
    var filled = tensor
    forEachCell(of: patch) { filled[$0] = number }
    return filled
  }

  /// For every place the mean of a number over the patches that cover it, the same in all channels:
  /// the axes without patches have the extent 1.
  package func means(of numbers: [Double]) -> Tensor {
    var sums = [Double](repeating: 0, count: shape.count)
    var counts = [Int](repeating: 0, count: shape.count)
    for (patch, number) in numbers.enumerated() {
      forEachCell(of: patch) { offset in
        sums[offset] += number
        counts[offset] += 1
      }
    }
    let means = zip(sums, counts).map { Float($0 / Double(max(1, $1))) }
    let whole = Tensor(shape: shape, elements: means)
    let others = shape.extents.indices.filter { $0 > 0 && !axes.contains($0) }
    return others.reduce(whole) { tensor, axis in
      let extent = max(1, shape[axis])
      return tensor.summed(over: axis).map { $0 / Float(extent) }
    }
  }

  private func forEachCell(of patch: Int, _ body: (Int) -> Void) {
    var rest = patch
    var ranges = shape.extents.map { 0..<$0 }
    for index in axes.indices.reversed() where shape.rank > 0 {
      let (next, place) = rest.quotientAndRemainder(dividingBy: starts[index].count)
      rest = next
      ranges[axes[index]] = starts[index][place]..<starts[index][place] + sides[index]
    }
    Self.forEach(ranges[...], shape.strides[...], 0, body)
  }

  private static func forEach(
    _ ranges: ArraySlice<Range<Int>>, _ strides: ArraySlice<Int>, _ offset: Int,
    _ body: (Int) -> Void
  ) {
    guard let range = ranges.first, let stride = strides.first else { return body(offset) }
    for index in range {
      forEach(ranges.dropFirst(), strides.dropFirst(), offset + index * stride, body)
    }
  }
}
