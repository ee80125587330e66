/// Which cells of a tensor are brought to mean 0 and variance 1 together, and which of the learnt
/// scales and shifts each takes: both are regular in reading order.
struct NormalGroups {
  /// How many neighbors in reading order make a group.
  let size: Int
  /// How many neighbors in reading order have a scale in common.
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

  /// The offset of a cell's scale.
  func parameter(of cell: Int) -> Int { cell / run % parameters.count }
}

/// Mean and `1/√(σ² + ε)` of a group, in double precision: differences of large numbers would lose
/// digits.
struct NormalMoments {
  let mean: Double
  let inverse: Double

  init<S: Scalar>(
    _ cells: Range<Int>, _ x: [S], epsilon: Double, _ rule: NormalizationRule = .standard
  ) {
    let mean = cells.reduce(0.0) { $0 + Double(x[$1]) } / Double(cells.count)
    let squares = cells.reduce(0.0) {
      let distance = Double(x[$1]) - mean
      return $0 + distance * distance
    }
    self.mean = mean
    inverse = rule.inverse(
      variance: rule.variance(ofSquares: squares, count: cells.count), epsilon: epsilon)
  }

  func normal<S: Scalar>(_ x: S) -> Double { (Double(x) - mean) * inverse }
}
