import CNNModel

/// The floating-point operations of a network for one sample: two for a product and its addition.
package struct OperationCount {
  let network: Network

  package init(_ network: Network) { self.network = network }

  /// Those of a layer's forward pass.
  func forward(_ node: Int) -> Double { Double(2 * network.multiplyAccumulates(of: node)) }

  /// Those of a layer's backward pass, by the weights and by the inputs, but not by those of the first
  /// layers, which are images.
  func backward(_ node: Int) -> Double {
    let readsImage = network.nodes[node].inputs.allSatisfy { network.nodes[$0.node].isSource }
    return forward(node) * (readsImage ? 1 : 2)
  }

  /// Those of a training step.
  package var training: Double {
    network.nodes.indices.reduce(0) { $0 + forward($1) + backward($1) }
  }
}
