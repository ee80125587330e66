import CNNModel

/// The nodes of a network that is being made from a graph.
final class NetworkDraft {
  struct Node {
    var name: String
    let layer: any Layer
    let inputs: [ValueReference]
    var beginning: Network.Beginning
    var outputNames: [String] = []
  }

  private(set) var nodes: [Node] = []
  private(set) var shapes: [[Shape]] = []
  private var names: Set<String> = []
  /// The nodes that hold constants of the file, by their names there.
  private var constants: [String: Operand] = [:]

  /// Adds a layer.
  ///
  /// - Returns: its outputs.
  /// - Throws: where it does not take its inputs or the parameters.
  func add(
    _ name: String, _ layer: any Layer, _ inputs: [ValueReference],
    _ beginning: Network.Beginning = .init(parameters: [])
  ) throws(NodeError) -> [(value: ValueReference, shape: Shape)] {
    let inputShapes = inputs.map { shapes[$0.node][$0.output] }
    let outputs = try layer.check(inputShapes, beginning)
    nodes.append(
      Node(name: unique(name), layer: layer, inputs: inputs, beginning: beginning))
    shapes.append(outputs)
    let node = nodes.count - 1
    return outputs.enumerated().map { (ValueReference(node, $0), $1) }
  }

  /// A known array as a value that flows: a node that holds it, made once for a constant with a
  /// name.
  func flowing(_ operand: Operand, for owner: String) throws(NodeError) -> ValueReference {
    guard let array = operand.array else {
      guard case .flowing(let value) = operand.content else {
        preconditionFailure("neither known nor flowing")
      }
      return value
    }
    if let name = operand.name, let held = constants[name], case .flowing(let value) = held.content
    {
      return value
    }
    let added = try add(
      operand.name ?? "\(owner).constant", Constant(shape: array.shape), [],
      .init(parameters: [array.tensor], names: operand.name.map { [$0] } ?? []))
    if let name = operand.name {
      rename(added[0].value.node, to: nil, outputNames: [name])
      constants[name] = Operand(added[0].value, shape: array.shape, type: operand.type)
    }
    return added[0].value
  }

  /// Gives a node another name, and its outputs the names of the file.
  func rename(_ node: Int, to name: String?, outputNames: [String]) {
    if let name, name != nodes[node].name {
      names.remove(nodes[node].name)
      nodes[node].name = unique(name)
    }
    if !outputNames.isEmpty { nodes[node].outputNames = outputNames }
  }

  /// Says what the parameters and running statistics of a node's layer are called in the file.
  ///
  /// - Parameter names: of the inputs that the node of the file has besides its first.
  func nameParameters(since first: Int, _ names: [String]) {
    let holders = nodes.indices.suffix(from: first).filter {
      !nodes[$0].inputs.isEmpty && !nodes[$0].beginning.parameters.isEmpty
    }
    guard holders.count == 1, let node = holders.first else { return }
    let beginning = nodes[node].beginning
    guard names.count == beginning.parameters.count + beginning.statistics.count else { return }
    nodes[node].beginning = Network.Beginning(
      parameters: beginning.parameters, statistics: beginning.statistics, names: names)
  }

  /// The name as it can be typed, with a number behind it where it is taken.
  private func unique(_ name: String) -> String {
    let plain = name.asLayerName
    var candidate = plain
    var number = 1
    while !names.insert(candidate).inserted {
      number += 1
      candidate = "\(plain)_\(number)"
    }
    return candidate
  }
}

extension Layer {
  /// The shapes of the outputs for inputs and parameters that fit.
  ///
  /// - Throws: where they do not.
  func check(
    _ inputs: [Shape], _ beginning: Network.Beginning
  ) throws(NodeError) -> [Shape] {
    do throws(ShapeError) {
      let outputs = try outputShapes(for: inputs)
      for output in outputs { try output.checkSize("an output") }
      let wanted = parameters(for: inputs).map { (name: $0.name, shape: $0.shape) }
      try check("parameters", wanted, beginning.parameters)
      let kept = statistics(for: inputs).map { (name: $0.name, shape: $0.shape) }
      try check("running statistics", kept, beginning.statistics)
      return outputs
    } catch {
      throw .mistake(error.description)
    }
  }

  private func check(
    _ kind: String, _ wanted: [(name: String, shape: Shape)], _ given: [Tensor]
  ) throws(ShapeError) {
    guard wanted.count == given.count else {
      throw ShapeError("\(wanted.count) \(kind) are expected, but \(given.count) are given")
    }
    for (slot, tensor) in zip(wanted, given) where slot.shape != tensor.shape {
      throw ShapeError(
        "a \(slot.name) of \(slot.shape) is expected, but \(tensor.shape) is given")
    }
  }
}

extension String {
  /// The name with everything replaced that a layer's name cannot have.
  fileprivate var asLayerName: String {
    var text = ""
    for scalar in unicodeScalars {
      let fits =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "_-.".unicodeScalars.contains(scalar)
      text.unicodeScalars.append(fits ? scalar : "_")
    }
    guard let first = text.unicodeScalars.first, first == "_" || first.properties.isAlphabetic
    else { return "_" + text }
    return text
  }
}
