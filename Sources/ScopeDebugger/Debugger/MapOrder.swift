import CNNModel

/// In which order the maps of a tensor are shown: by their channel, or by a number of each, the
/// largest first.
package enum MapOrder: String, Hashable, Sendable, CaseIterable {
  /// The channels as they are.
  case index
  /// The mean, the largest number, and the variance of a map.
  case mean, maximum, variance
  /// The mean magnitude of the loss's gradient at a map.
  case gradient
  /// The magnitude of Σ activation · gradient over a map: how much the loss would change, to first
  /// order, without it.
  case contribution

  package var needsGradient: Bool { self == .gradient || self == .contribution }

  /// The indices of the maps in this order; equal ones stay as they are, NaN comes last.
  ///
  /// - Parameter gradients: the gradients at these maps; without them, orders that need them are
  ///   that of the channels.
  package func indices(of maps: FeatureMaps, gradients: FeatureMaps? = nil) -> [Int] {
    let all = Array(0..<maps.count)
    guard self != .index, !needsGradient || gradients?.count == maps.count else { return all }
    let keys = all.map { key(maps[$0].values, gradients?[$0].values ?? []) }
    return all.sorted { keys[$0] > keys[$1] || keys[$0] == keys[$1] && $0 < $1 }
  }

  private func key(_ values: [Float], _ gradients: [Float]) -> Double {
    let statistics = TensorStatistics(values)
    guard statistics.nans < statistics.count else { return -.infinity }
    switch self {
    case .index: return 0
    case .mean: return statistics.mean
    case .maximum: return Double(statistics.maximum)
    case .variance: return statistics.deviation * statistics.deviation
    case .gradient:
      return TensorStatistics(gradients.map(\.magnitude)).mean
    case .contribution:
      let sum = zip(values, gradients).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      return sum.isNaN ? -.infinity : sum.magnitude
    }
  }
}
