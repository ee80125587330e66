/// The interpolation along one axis.
package enum ResizeKernel: Hashable, Sendable {
  /// Which of two neighbors is selected.
  package enum Rounding: String, Hashable, Sendable, CaseIterable {
    case preferFloor = "prefer-floor"
    case preferCeiling = "prefer-ceil"
    case floor
    case ceiling = "ceil"
  }

  /// The nearest cell.
  case nearest(Rounding)
  /// Linear interpolation between two neighbors.
  case linear
  /// R. Keys's cubic convolution of four neighbors with the coefficient `a`, such as −0.75.
  case cubic(Double)

  /// The weights of the neighbors; the first one is relative to the cell before the center.
  ///
  /// - Parameters:
  ///   - ratio: the distance of the center from the cell before it, above 0 and at most 1.
  ///   - scale: at most 1; with antialiasing the kernel is widened by its inverse.
  func weights(ratio: Double, scale: Double) -> (first: Int, weights: [Double]) {
    switch self {
    case .nearest(let rounding): return (0, Self.nearest(ratio, rounding))
    case .linear: return spread(ratio, scale, reach: 1) { max(0, 1 - $0) }
    case .cubic(let a): return spread(ratio, scale, reach: 2) { Self.cubic($0, a) }
    }
  }

  private static func nearest(_ ratio: Double, _ rounding: Rounding) -> [Double] {
    let takesNext: Bool =
      switch rounding {
      case .preferFloor: ratio > 0.5
      case .preferCeiling: ratio >= 0.5
      case .floor: ratio == 1
      case .ceiling: true
      }
    return takesNext ? [0, 1] : [1, 0]
  }

  /// The kernel's values at the distances of all neighbors within its width, normalized to the sum
  /// 1.
  private func spread(
    _ ratio: Double, _ scale: Double, reach: Double, _ curve: (Double) -> Double
  ) -> (first: Int, weights: [Double]) {
    let first = Int((-reach / scale).rounded(.down)) + 1
    let weights = (first...(1 - first)).map { curve((scale * (Double($0) - ratio)).magnitude) }
    let sum = scale == 1 ? 1 : weights.reduce(0, +)
    return (first, weights.map { $0 / sum })
  }

  /// Keys's kernel at a distance of at least 0.
  private static func cubic(_ x: Double, _ a: Double) -> Double {
    if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
  }
}
