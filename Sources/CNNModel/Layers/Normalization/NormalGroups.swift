/// Which cells of a tensor are normalized together, and which learned scale and shift each cell
/// has. Both repeat regularly in row-major order.
struct NormalGroups {
  /// The number of consecutive cells in a group.
  let size: Int
  /// The number of consecutive cells that share a scale.
  let run: Int
  /// The shape of the scales.
  let parameters: Shape

  func group(of cell: Int) -> Range<Int> {
    let start = cell / size * size
    return start..<start + size
  }

  func groups(of shape: Shape) -> [Range<Int>] {
    stride(from: 0, to: size == 0 ? 0 : shape.count, by: max(1, size)).map { $0..<$0 + size }
  }

  /// The offset of the scale of a cell.
  func parameter(of cell: Int) -> Int { cell / run % parameters.count }
}

/// The mean and `1/√(σ² + ε)` of a group, in double precision to avoid cancellation.
struct NormalMoments {
  let mean: Double
  let inverse: Double

  init<S: Scalar>(_ cells: Range<Int>, _ x: [S], epsilon: Double) {
    let mean = cells.reduce(0.0) { $0 + Double(x[$1]) } / Double(cells.count)
    let squares = cells.reduce(0.0) {
      let distance = Double(x[$1]) - mean
      return $0 + distance * distance
    }
    self.mean = mean
    inverse = 1 / (squares / Double(cells.count) + epsilon).squareRoot()
  }

  func normal<S: Scalar>(_ x: S) -> Double { (Double(x) - mean) * inverse }
}
