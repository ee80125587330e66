import CNNModel

/// The places of a node's value: its cells along the spatial axes, all channels together.
package struct NodePlaces {
  /// The spatial axes of the value; `nil` where it has none.
  package let axes: [Int]?
  /// The extents of these axes.
  package let extents: [Int]?
  private let rank: Int

  /// The places of the first output of a node.
  package init(of node: Int, in network: Network) {
    let shape = network.outputShapes(of: node)[0]
    let found = network.hasBatch(node) ? ImageAxes(network).spatial[node] : nil
    let isWithin = found.map { $0.allSatisfy { $0 > 0 && $0 < shape.rank } && !$0.isEmpty } ?? false
    axes = isWithin ? found : nil
    extents = axes.map { $0.map { shape[$0] } }
    rank = shape.rank
  }

  /// The axes on which patches are bounded: the spatial ones, or else the last.
  var patchAxes: [Int] { axes ?? [max(0, rank - 1)] }

  /// One number for every place: the sum over the channels, `[batch, 1, rows, columns]`. A value
  /// without spatial axes stays as it is.
  package func sums(of tensor: Tensor) -> Tensor {
    guard let axes else { return tensor }
    let others = tensor.shape.extents.indices.dropFirst().filter { !axes.contains($0) }
    let sums = others.reduce(tensor) { $0.summed(over: $1) }
    return sums.reshaped(to: Shape([tensor.shape[0], 1] + axes.map { tensor.shape[$0] }))
  }
}

extension Tensor {
  /// The sum over an axis, whose extent becomes 1.
  func summed(over axis: Int) -> Tensor {
    let (inner, extent) = (shape.strides[axis], shape[axis])
    var sums = Tensor.zeros(shape.replacing(axis: axis, with: 1))
    guard extent > 0 else { return sums }
    for offset in 0..<sums.shape.count {
      let (outer, rest) = offset.quotientAndRemainder(dividingBy: inner)
      var sum = 0.0
      for index in 0..<extent { sum += Double(self[(outer * extent + index) * inner + rest]) }
      sums[offset] = Float(sum)
    }
    return sums
  }

  /// The sum of all elements.
  var sum: Double { elements.reduce(0) { $0 + Double($1) } }
}
