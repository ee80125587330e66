import CNNModel

extension Network {
  /// One number for every place of a node's value: the sum over its channels, `[batch, 1, rows,
  /// columns]`. A value without spatial axes stays as it is.
  package func placeSums(_ tensor: Tensor, of node: Int) -> Tensor {
    guard let axes = spatialAxes(of: node, tensor.shape) else { return tensor }
    let others = tensor.shape.extents.indices.dropFirst().filter { !axes.contains($0) }
    let sums = others.reduce(tensor) { $0.summed(over: $1) }
    let places = axes.map { tensor.shape[$0] }
    return sums.reshaped(to: Shape([tensor.shape[0], 1] + places))
  }

  /// The spatial axes of a node's value; `nil` where it has none.
  package func spatialAxes(of node: Int, _ shape: Shape) -> [Int]? {
    guard hasBatch(node), let axes = ImageAxes(self).spatial[node],
      axes.allSatisfy({ $0 > 0 && $0 < shape.rank }), !axes.isEmpty
    else { return nil }
    return axes
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
