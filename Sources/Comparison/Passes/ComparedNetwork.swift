import CNNModel

/// A network with its parameters, whose nodes can be computed one by one from any inputs.
public struct ComparedNetwork: Sendable {
  /// The network.
  public let network: Network
  /// Its parameters and running statistics.
  public let state: ModelState

  public init(_ network: Network, state: ModelState) {
    (self.network, self.state) = (network, state)
  }

  /// What a node is called in its file, or else in the network.
  public func name(of node: Int) -> String {
    network.nodes[node].fileName ?? network.nodes[node].name
  }

  /// The values that somebody else may have computed: all outputs of layers with inputs.
  var candidates: [LayerPairing.Candidate] {
    network.nodes.indices.filter { !isConstant($0) || network.nodes[$0].isSource }
      .flatMap { node -> [LayerPairing.Candidate] in
        network.outputShapes(of: node).enumerated().map { output, shape in
          let value = ValueReference(node, output)
          let own = output == 0 ? [network.nodes[node].name, name(of: node)] : []
          return LayerPairing.Candidate(
            value: value, names: [network.valueName(value)] + own, shape: shape)
        }
      }
  }

  /// Whether a node reads nothing: a constant, or an input of the network.
  func isConstant(_ node: Int) -> Bool { network.nodes[node].inputs.isEmpty }

  /// The arguments of a node's forward pass; `nil` where the layer does not take such inputs.
  func pass(of node: Int, _ inputs: [Value]) -> ForwardPass? {
    let layer = network.nodes[node].layer
    let shapes = inputs.map(\.shape)
    guard shapes.count == network.nodes[node].inputs.count,
      isConstant(node) || (try? layer.outputShapes(for: shapes)) != nil,
      layer.parameters(for: shapes).map(\.shape) == state.parameters[node].map(\.shape),
      layer.statistics(for: shapes).map(\.shape) == state.statistics[node].map(\.shape)
    else { return nil }
    return ForwardPass(
      values: inputs, parameters: state.parameters[node], statistics: state.statistics[node],
      context: PassContext(node: node))
  }

  /// The outputs of a node; `nil` where the layer does not take such inputs.
  func outputs(of node: Int, _ inputs: [Value]) -> [Value]? {
    guard !network.nodes[node].isSource, let pass = pass(of: node, inputs) else { return nil }
    if let fast = fastOutputs(of: node, pass) { return fast }
    return network.nodes[node].forward(pass).values
  }

  /// How many nodes read each output of a node, the network's outputs included.
  func readers(of node: Int) -> Int {
    network.outputShapes(of: node).indices.reduce(0) {
      $0 + network.consumers(of: ValueReference(node, $1)).count
    }
  }
}
