import CNNModel

/// The values of a pass that are still read, each forgotten after its last reader.
struct LiveValues {
  private var values: [ValueReference: Value] = [:]
  private var readers: [Int]
  private let keepsAll: Bool

  /// - Parameter keepsAll: whether nothing is forgotten.
  init(_ compared: ComparedNetwork, keepsAll: Bool = false) {
    readers = compared.network.nodes.indices.map(compared.readers)
    self.keepsAll = keepsAll
  }

  subscript(value: ValueReference) -> Value? {
    get { values[value] }
    set { values[value] = newValue }
  }

  /// The inputs of a node, where all of them are known.
  func inputs(of node: Network.Node) -> [Value]? {
    let inputs = node.inputs.compactMap { values[$0] }
    return inputs.count == node.inputs.count ? inputs : nil
  }

  /// Takes note that a node has read its inputs.
  mutating func finish(_ node: Network.Node, _ network: Network) {
    guard !keepsAll else { return }
    for input in node.inputs {
      readers[input.node] -= 1
      guard readers[input.node] <= 0 else { continue }
      for output in network.outputShapes(of: input.node).indices {
        values[ValueReference(input.node, output)] = nil
      }
    }
  }
}
