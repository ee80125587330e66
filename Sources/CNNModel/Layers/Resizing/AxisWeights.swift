/// The interpolation weights of a resized axis: for each output cell the input cells and their
/// weights.
struct AxisWeights {
  struct Share: Hashable {
    var index: Int
    var weight: Double
  }

  /// The number of cells along the axis of the input.
  let extent: Int
  /// By output cell; empty where it lies outside of a crop.
  let shares: [[Share]]

  /// Whether the axis is not resized.
  let isUnchanged: Bool

  var count: Int { shares.count }

  /// An axis that is not resized.
  init(unchanged extent: Int) {
    (self.extent, isUnchanged) = (extent, true)
    shares = (0..<extent).map { [Share(index: $0, weight: 1)] }
  }

  /// An axis with given weights.
  init(extent: Int, shares: [[Share]]) {
    (self.extent, self.shares, isUnchanged) = (extent, shares, false)
  }

  /// - Parameters:
  ///   - center: the position of an output cell on the input axis; `nil` outside of a crop.
  ///   - kernel: the first neighbor, relative to the cell at or before the center, and the weights.
  ///   - excludesOutside: whether neighbors beyond the border have no weight; otherwise they have
  ///     the value of the border cell.
  init(
    extent: Int, count: Int, excludesOutside: Bool, center: (Int) -> Double?,
    kernel: (_ ratio: Double) -> (first: Int, weights: [Double])
  ) {
    (self.extent, isUnchanged) = (extent, false)
    shares = (0..<count).map { cell in
      guard let center = center(cell) else { return [] }
      // At a center that is exactly a cell, the cell before it counts as the neighbor, at distance
      // 1.
      let below = center.rounded(.up) - 1
      let (first, weights) = kernel(center - below)
      let start = Int(below) + first
      return Self.merged(start, weights, extent: extent, excludesOutside: excludesOutside)
    }
  }

  private static func merged(
    _ start: Int, _ weights: [Double], extent: Int, excludesOutside: Bool
  ) -> [Share] {
    var shares: [Share] = []
    for (index, weight) in zip(start..., weights) where weight != 0 {
      if excludesOutside, index < 0 || index >= extent { continue }
      let place = min(max(index, 0), extent - 1)
      if shares.last?.index == place {
        shares[shares.count - 1].weight += weight
      } else {
        shares.append(Share(index: place, weight: weight))
      }
    }
    let sum = excludesOutside ? shares.reduce(0) { $0 + $1.weight } : 1
    return shares.map { Share(index: $0.index, weight: $0.weight / (sum == 0 ? 1 : sum)) }
  }

  /// The output cells that read an input cell, with their weights.
  func readers(of index: Int) -> [Share] {
    shares.enumerated().compactMap { cell, shares in
      shares.first { $0.index == index }.map { Share(index: cell, weight: $0.weight) }
    }
  }
}

extension AxisWeights {
  /// Resizes an axis of an array; `outer` and `inner` are the products of the extents before and
  /// after the axis.
  func applied<S: Scalar>(to x: [S], outer: Int, inner: Int) -> [S] {
    let weights = shares.map { $0.map { S($0.weight) } }
    var y = [S](repeating: 0, count: outer * count * inner)
    forEachRun(outer: outer, inner: inner) { cell, share, from, to in
      let weight = weights[cell][share]
      for place in 0..<inner { y[to + place] += weight * x[from + place] }
    }
    return y
  }

  /// The gradient with respect to the axis, from that of the resized axis.
  func gathered(_ gradient: [Float], outer: Int, inner: Int) -> [Float] {
    var gx = [Float](repeating: 0, count: outer * extent * inner)
    forEachRun(outer: outer, inner: inner) { cell, share, from, to in
      let weight = Float(shares[cell][share].weight)
      for place in 0..<inner { gx[from + place] += weight * gradient[to + place] }
    }
    return gx
  }

  private func forEachRun(
    outer: Int, inner: Int, _ body: (_ cell: Int, _ share: Int, _ from: Int, _ to: Int) -> Void
  ) {
    for start in 0..<outer {
      for cell in shares.indices {
        for (share, part) in shares[cell].enumerated() {
          body(cell, share, (start * extent + part.index) * inner, (start * count + cell) * inner)
        }
      }
    }
  }
}
