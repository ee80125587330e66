/// The conditions that a network's layers set for values which are known only when it runs.
public struct ValueConditions: Sendable {
  private let network: Network
  private let nodes: [(node: Int, values: [ValueReference])]

  /// The conditions of a network.
  public init(_ network: Network) {
    self.network = network
    nodes = network.nodes.enumerated().compactMap { index, node in
      (node.layer as? any ConditionalLayer).map { layer in
        (index, layer.checkedInputs.map { node.inputs[$0] })
      }
    }
  }

  /// Whether numbers of the inputs decided shapes when the network was opened, so that another input
  /// may need other shapes.
  public var decideShapes: Bool {
    nodes.contains { network.nodes[$0.node].layer is any ShapeDecidingLayer }
  }

  /// The values that the conditions are about.
  public var values: [ValueReference] { nodes.flatMap(\.values) }

  /// The first node whose condition does not hold, and why; `nil` where all hold.
  ///
  /// - Parameter value: the values of a forward pass, at least ``values``.
  public func violation(_ value: (ValueReference) -> Value?) -> String? {
    for (index, references) in nodes {
      let (node, values) = (network.nodes[index], references.compactMap(value))
      guard values.count == references.count, let layer = node.layer as? any ConditionalLayer,
        let reason = layer.violation(of: values, network.inputShapes(of: index))
      else { continue }
      return "\(node.name) (\(node.layer.kind)): \(reason)"
    }
    return nil
  }
}
