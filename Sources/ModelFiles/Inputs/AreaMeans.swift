import CNNModel

/// Images scaled by taking the mean over the area that each new cell covers of the old image.
///
/// Shapes: `[…, rows, columns]` → `[…, R, K]`.
struct AreaMeans {
  let from: Shape
  let to: Shape

  /// Old cells in a row, and the share that each has in a new one.
  private struct Share {
    let first: Int
    let weights: [Double]
  }

  func apply(to images: Tensor) -> Tensor {
    let (rows, columns) = (shares(axis: 0), shares(axis: 1))
    var elements: [Float] = []
    for start in stride(from: 0, to: images.shape.count, by: from.count) {
      for row in rows {
        for column in columns { elements.append(mean(images.elements, start, row, column)) }
      }
    }
    return Tensor(
      shape: Shape(images.shape.extents.dropLast(2) + to.extents), elements: elements)
  }

  private func mean(_ image: [Float], _ start: Int, _ row: Share, _ column: Share) -> Float {
    var sum = 0.0
    for (down, weight) in row.weights.enumerated() {
      let line = start + (row.first + down) * from[1] + column.first
      for (right, share) in column.weights.enumerated() {
        sum += weight * share * Double(image[line + right])
      }
    }
    return Float(sum)
  }

  /// In whole numbers of 1 / `to` of an old cell, so that whole factors give exact shares.
  private func shares(axis: Int) -> [Share] {
    let (old, new) = (from[axis], to[axis])
    return (0..<new).map { cell in
      let (begin, end) = (cell * old, (cell + 1) * old)
      let first = begin / new
      let last = min(old - 1, (end - 1) / new)
      let weights = (first...last).map {
        Double(min(end, ($0 + 1) * new) - max(begin, $0 * new)) / Double(old)
      }
      return Share(first: first, weights: weights)
    }
  }
}
