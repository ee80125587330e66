import CNNModel

/// Weights behind a flattening that count rows, columns, channels, as in Keras, in our order of
/// channels, rows, columns.
struct FlattenedOrder {
  private let network: Network

  init(_ network: Network) { self.network = network }

  /// The array for a slot in our order; unchanged where no flattening of several channels and cells
  /// comes before its layer.
  func arranged(_ array: NumericArray, for slot: WeightSlot) -> NumericArray {
    let isMatrix = array.shape.rank == 2
    guard isMatrix || array.shape.rank == 1 && keepsShape(slot.node),
      let sample = sample(before: slot.node), array.shape.extents.last == sample.count
    else { return array }
    let cells = Array(sample.extents.dropFirst()) + [sample[0]]
    let rows = isMatrix ? [array.shape[0]] : []
    let axes =
      Array(rows.indices) + ([cells.count - 1] + Array(0..<cells.count - 1)).map { $0 + rows.count }
    return array.reshaped(to: Shape(rows + cells)).transposed(axes).reshaped(to: array.shape)
  }

  /// The shape that is flattened before a layer, without the batch; nil where there is none, or one of
  /// a single channel or cell.
  private func sample(before node: Int) -> Shape? {
    var node = node
    while let input = network.nodes[node].inputs.first, network.nodes[node].inputs.count == 1 {
      node = input.node
      guard let shape = inputShape(of: node) else { return nil }
      let output = network.outputShapes(of: node)[0]
      if output.rank == 2, shape.rank > 2, shape.count == output.count, isReshaping(node) {
        let sample = shape.sample
        // Behind a transposition the channels are last already.
        guard let before = network.nodes[node].inputs.first,
          !(network.nodes[before.node].layer is Transpose)
        else { return nil }
        return sample[0] > 1 && sample[0] < sample.count ? sample : nil
      }
      guard keepsShape(node), output.rank == 2 else { return nil }
    }
    return nil
  }

  private func isReshaping(_ node: Int) -> Bool {
    network.nodes[node].layer is Flatten || network.nodes[node].layer is Reshape
  }

  private func keepsShape(_ node: Int) -> Bool {
    network.nodes[node].inputs.count == 1
      && inputShape(of: node) == network.outputShapes(of: node)[0]
      && !(network.nodes[node].layer is Linear)
  }

  private func inputShape(of node: Int) -> Shape? {
    guard let input = network.nodes[node].inputs.first else { return nil }
    return network.outputShapes(of: input.node)[input.output]
  }
}
