/// What can be asked of a network.
extension Network {
  /// The output that the loss compares with what is wanted.
  public var output: ValueReference { outputs[0] }

  /// The nodes where images enter.
  public var sources: [Int] { nodes.indices.filter { nodes[$0].isSource } }

  /// What a value is called in the file that the network came from, or else what its node is; a
  /// further output has its number behind the name.
  public func valueName(_ value: ValueReference) -> String {
    let node = nodes[value.node]
    if value.output < node.outputNames.count, !node.outputNames[value.output].isEmpty {
      return node.outputNames[value.output]
    }
    return value.output == 0 ? node.name : "\(node.name).\(value.output)"
  }

  /// The shape of a sample at the first source: `[channels, rows, columns]` or `[units]`.
  public var inputSample: Shape { shapesOfOne[sources[0]][0].sample }

  /// The outputs of a node for a batch, with the batch in front.
  public func outputShapes(of node: Int, batch: Int = 1) -> [Shape] {
    guard batch != 1, carriesBatch[node] else { return shapesOfOne[node] }
    return shapesOfOne[node].map { $0.rank == 0 ? $0 : $0.replacing(axis: 0, with: $0[0] * batch) }
  }

  /// Whether the first axis of what a node gives is the batch: not of a constant, nor of what was
  /// brought to a shape without one.
  public func hasBatch(_ node: Int) -> Bool {
    carriesBatch[node] && shapesOfOne[node][0].extents.first == 1
  }

  /// The shape of a node's first output for one sample.
  public func sampleShape(of node: Int) -> Shape {
    hasBatch(node) ? shapesOfOne[node][0].sample : shapesOfOne[node][0]
  }

  /// Whether several images at once make shapes that are those of one, several times: a layer that
  /// insists on one sample, as reshaping to `1,256` does, does not.
  public var takesBatches: Bool {
    var shapes: [[Shape]] = []
    for (index, node) in nodes.enumerated() {
      let wanted = outputShapes(of: index, batch: 2)
      let inputs = node.inputs.map { shapes[$0.node][$0.output] }
      guard node.isSource || (try? node.layer.outputShapes(for: inputs)) == wanted else {
        return false
      }
      shapes.append(wanted)
    }
    return nodes[sources[0]].layer.hasBatch
  }

  /// The inputs of a node for a batch, with the batch in front.
  public func inputShapes(of node: Int, batch: Int = 1) -> [Shape] {
    nodes[node].inputs.map { outputShapes(of: $0.node, batch: batch)[$0.output] }
  }

  /// What a node learns.
  public func parameters(of node: Int) -> [ParameterDeclaration] {
    nodes[node].isSource ? [] : nodes[node].layer.parameters(for: inputShapes(of: node))
  }

  /// What a node keeps from batch to batch.
  public func statistics(of node: Int) -> [StatisticDeclaration] {
    nodes[node].isSource ? [] : nodes[node].layer.statistics(for: inputShapes(of: node))
  }

  /// Who reads an output of a node, in the order in which their gradients are added.
  public func consumers(of value: ValueReference) -> [Consumer] {
    consumersOfNode[value.node].filter { $0.output == value.output }
  }

  /// The number of the node with a name, or of the one whose output is called so.
  public func node(named name: String) -> Int? {
    nodes.firstIndex { $0.name == name } ?? nodes.firstIndex { $0.outputNames.contains(name) }
  }

  /// How many numbers it learns.
  public var parameterCount: Int {
    nodes.indices.reduce(0) { $0 + parameters(of: $1).reduce(0) { $0 + $1.shape.count } }
  }

  /// Multiplications of a forward pass of one sample through all nodes.
  public var multiplyAccumulateCount: Int {
    nodes.indices.reduce(0) { $0 + multiplyAccumulates(of: $1) }
  }

  /// Multiplications of a forward pass of one sample.
  public func multiplyAccumulates(of node: Int) -> Int {
    nodes[node].isSource ? 0 : nodes[node].layer.multiplyAccumulates(for: inputShapes(of: node))
  }
}
