/// Shapes, sizes and names of a network.
extension Network {
  /// The output that the loss compares with the target.
  public var output: ValueReference { outputs[0] }

  /// The nodes that are inputs of the network.
  public var sources: [Int] { nodes.indices.filter { nodes[$0].isSource } }

  /// The name of a value: its name in the file that the network came from, otherwise that of its
  /// node, followed by the number of the output if it is not the first.
  public func valueName(_ value: ValueReference) -> String {
    let node = nodes[value.node]
    if value.output < node.outputNames.count, !node.outputNames[value.output].isEmpty {
      return node.outputNames[value.output]
    }
    return value.output == 0 ? node.name : "\(node.name).\(value.output)"
  }

  /// The shape of a sample at the first input: `[channels, rows, columns]` or `[units]`.
  public var inputSample: Shape { shapesOfOne[sources[0]][0].sample }

  /// The shapes of a node's outputs for a batch, including the batch axis.
  public func outputShapes(of node: Int, batch: Int = 1) -> [Shape] {
    guard batch != 1, carriesBatch[node] else { return shapesOfOne[node] }
    return shapesOfOne[node].map { $0.rank == 0 ? $0 : $0.replacing(axis: 0, with: $0[0] * batch) }
  }

  /// Whether the first axis of a node's outputs is the batch; it is not for constants, and for
  /// values reshaped without a batch axis.
  public func hasBatch(_ node: Int) -> Bool {
    carriesBatch[node] && shapesOfOne[node][0].extents.first == 1
  }

  /// The shape of a node's first output for one sample.
  public func sampleShape(of node: Int) -> Shape {
    hasBatch(node) ? shapesOfOne[node][0].sample : shapesOfOne[node][0]
  }

  /// Whether the network can be run with several samples at once. It cannot if a layer requires a
  /// batch of 1, such as reshaping to `1,256`.
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

  /// The shapes of a node's inputs for a batch, including the batch axis.
  public func inputShapes(of node: Int, batch: Int = 1) -> [Shape] {
    nodes[node].inputs.map { outputShapes(of: $0.node, batch: batch)[$0.output] }
  }

  /// The parameters of a node.
  public func parameters(of node: Int) -> [ParameterDeclaration] {
    nodes[node].isSource ? [] : nodes[node].layer.parameters(for: inputShapes(of: node))
  }

  /// The running statistics of a node.
  public func statistics(of node: Int) -> [StatisticDeclaration] {
    nodes[node].isSource ? [] : nodes[node].layer.statistics(for: inputShapes(of: node))
  }

  /// The inputs that read a value, in the order in which their gradients are added.
  public func consumers(of value: ValueReference) -> [Consumer] {
    consumersOfNode[value.node].filter { $0.output == value.output }
  }

  /// The index of the node with a name, or else of the one that has it in its file or whose output
  /// has it.
  public func node(named name: String) -> Int? {
    nodes.firstIndex { $0.name == name } ?? nodes.firstIndex { $0.fileName == name }
      ?? nodes.firstIndex { $0.outputNames.contains(name) }
  }

  /// The number of parameters of all nodes, counted in numbers; shared ones count once.
  public var parameterCount: Int {
    nodes.indices.reduce(0) { $0 + ownParameters(of: $1).reduce(0) { $0 + $1.shape.count } }
  }

  /// The multiply-accumulates (MACs) of a forward pass of one sample through all nodes.
  public var multiplyAccumulateCount: Int {
    nodes.indices.reduce(0) { sum, node in
      let (next, overflow) = sum.addingReportingOverflow(multiplyAccumulates(of: node))
      return overflow ? .max : next
    }
  }

  /// The multiply-accumulates (MACs) of a forward pass of one sample through a node.
  public func multiplyAccumulates(of node: Int) -> Int {
    nodes[node].isSource ? 0 : nodes[node].layer.multiplyAccumulates(for: inputShapes(of: node))
  }
}
