import CNNModel

/// Images resampled by area averaging: each new cell is the mean of the area of the old image that
/// it covers.
///
/// Shapes: `[…, rows, columns]` → `[…, R, K]`.
struct AreaResampling {
  let from: Shape
  let to: Shape

  /// Consecutive old cells along an axis, and the weight that each has in a new one.
  private struct Coverage {
    let first: Int
    let weights: [Double]
  }

  func apply(to images: Tensor) -> Tensor {
    let (rows, columns) = (coverage(axis: 0), coverage(axis: 1))
    var elements: [Float] = []
    for start in stride(from: 0, to: images.shape.count, by: from.count) {
      for row in rows {
        for column in columns { elements.append(mean(images.elements, start, row, column)) }
      }
    }
    return Tensor(
      shape: Shape(images.shape.extents.dropLast(2) + to.extents), elements: elements)
  }

  private func mean(_ image: [Float], _ start: Int, _ row: Coverage, _ column: Coverage) -> Float {
    var sum = 0.0
    for (down, rowWeight) in row.weights.enumerated() {
      let line = start + (row.first + down) * from[1] + column.first
      for (right, columnWeight) in column.weights.enumerated() {
        sum += rowWeight * columnWeight * Double(image[line + right])
      }
    }
    return Float(sum)
  }

  /// Computed in units of 1 / `to` of an old cell, so that integer factors give exact weights.
  private func coverage(axis: Int) -> [Coverage] {
    let (old, new) = (from[axis], to[axis])
    return (0..<new).map { cell in
      let (begin, end) = (cell * old, (cell + 1) * old)
      let first = begin / new
      let last = min(old - 1, (end - 1) / new)
      let weights = (first...last).map {
        Double(min(end, ($0 + 1) * new) - max(begin, $0 * new)) / Double(old)
      }
      return Coverage(first: first, weights: weights)
    }
  }
}
