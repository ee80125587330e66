import CNNModel

/// The nodes of a network under construction.
final class NetworkDraft {
  struct Node {
    var name: String
    /// Its name in the file, where that is not a layer's name.
    var fileName: String?
    fileprivate(set) var layer: any Layer
    let inputs: [ValueReference]
    var beginning: Network.InitialValues
    /// The initializers that its parameters and then its statistics show, by index, as far as they
    /// are known.
    var origins: [Origin?] = []
    /// What the layer's parameters are of the constants that it was given, by index.
    var steps: [Int: [Origin.Step]] = [:]
    var sharing: [SharedParameter] = []
    var outputNames: [String] = []
    var outputTypes: [ElementType]
  }

  private(set) var nodes: [Node] = []
  private(set) var shapes: [[Shape]] = []
  private var names: Set<String> = []
  /// The constant nodes, by the names of their constants in the file.
  private var constants: [String: ValueReference] = [:]

  /// Adds a layer.
  ///
  /// - Returns: its outputs.
  /// - Throws: where the inputs or the parameters do not fit it.
  func add(
    _ name: String, _ layer: any Layer, _ inputs: [ValueReference],
    _ beginning: Network.InitialValues = .init(parameters: [])
  ) throws(NodeError) -> [(value: ValueReference, shape: Shape)] {
    let inputShapes = inputs.map { shapes[$0.node][$0.output] }
    let outputs = try layer.check(inputShapes, beginning)
    let types = try layer.checkTypes(
      inputs.map { nodes[$0.node].outputTypes[$0.output] }, count: outputs.count)
    nodes.append(
      Node(
        name: unique(name), layer: layer, inputs: inputs, beginning: beginning,
        outputTypes: types))
    shapes.append(outputs)
    let node = nodes.count - 1
    return outputs.enumerated().map { (ValueReference(node, $0), $1) }
  }

  /// An edge that carries an operand: for a constant, that of a node that holds it. A constant with
  /// a name gets one node only.
  ///
  /// - Parameter owner: the name of the node that reads the operand.
  func value(of operand: Operand, owner: String) throws(NodeError) -> ValueReference {
    switch operand.content {
    case .computed(let value): return value
    case .constant(let array):
      if let value = operand.name.flatMap({ constants[$0] }) { return value }
      return try addConstant(array, operand, owner: owner)
    case .sequence, .absent:
      throw .invalid("\(owner.quoted) takes a tensor, but gets a sequence or an empty optional")
    }
  }

  private func addConstant(
    _ array: NumericArray, _ operand: Operand, owner: String
  ) throws(NodeError) -> ValueReference {
    let name = operand.name
    let names = (operand.origin?.name ?? name).map { [$0] } ?? []
    let added = try add(
      name ?? "\(owner).constant", Constant(array.value), [],
      .init(parameters: [], statistics: [array.tensor], names: names))
    nodes[added[0].value.node].outputTypes = [array.elementType]
    nodes[added[0].value.node].origins = [operand.origin]
    if let name {
      rename(added[0].value.node, to: nil, outputNames: [name])
      constants[name] = added[0].value
    }
    return added[0].value
  }

  /// The element type of an edge.
  func type(of value: ValueReference) -> ElementType {
    nodes[value.node].outputTypes[value.output]
  }

  /// Removes the nodes from a number on.
  func remove(from first: Int) {
    for node in nodes[first...] { names.remove(node.name) }
    constants = constants.filter { $0.value.node < first }
    nodes.removeSubrange(first...)
    shapes.removeSubrange(first...)
  }

  /// Gives the edge of a computed value the element type that the file gives it.
  func declare(_ operand: Operand) {
    guard let value = operand.value else { return }
    nodes[value.node].outputTypes[value.output] = operand.type
  }

  /// Gives a node another name, and its outputs the names of the file.
  func rename(_ node: Int, to name: String?, outputNames: [String]) {
    if let name, name != nodes[node].name {
      names.remove(nodes[node].name)
      nodes[node].name = unique(name)
      nodes[node].fileName = name == nodes[node].name ? nil : name
    }
    if !outputNames.isEmpty { nodes[node].outputNames = outputNames }
  }

  /// Gives the parameters and running statistics of a new layer their names in the file.
  ///
  /// - Parameter operands: the inputs of the file's node after its first.
  func nameParameters(since first: Int, _ operands: [Operand]) {
    let holders = nodes.indices.suffix(from: first).filter {
      !nodes[$0].inputs.isEmpty && !nodes[$0].beginning.parameters.isEmpty
    }
    guard holders.count == 1, let node = holders.first else { return }
    let beginning = nodes[node].beginning
    let numbers = beginning.parameters + beginning.statistics
    guard operands.count == numbers.count,
      zip(operands, numbers).allSatisfy({ [1, $1.shape.count].contains($0.shape.count) })
    else { return }
    nodes[node].origins = operands.enumerated().map { index, operand in
      operand.origin.map { origin in
        (nodes[node].steps[index] ?? []).reduce(origin) { $0.after($1) }
      }
    }
    nodes[node].beginning = Network.InitialValues(
      parameters: beginning.parameters, statistics: beginning.statistics,
      names: operands.map { $0.origin?.name ?? $0.name ?? "" })
  }

  /// Says how a parameter of the last node differs from the constant that it was made of.
  func note(_ steps: [Origin.Step], parameter: Int) {
    nodes[nodes.count - 1].steps[parameter] = steps
  }

  /// Makes those constants parameters that are some, and finds the parameters that several nodes
  /// share.
  func finishParameters() {
    for node in LearnedConstants(self).learned {
      nodes[node].layer = Constant(shape: shapes[node][0], isLearned: true)
      let beginning = nodes[node].beginning
      nodes[node].beginning = Network.InitialValues(
        parameters: beginning.statistics, names: beginning.names)
    }
    var first: [String: [(use: ParameterReference, origin: Origin)]] = [:]
    for node in nodes.indices {
      for (index, origin) in nodes[node].origins.enumerated() {
        guard let origin, index < nodes[node].beginning.parameters.count else { continue }
        if let shared = shared(node, index, origin, first[origin.name] ?? []) {
          nodes[node].sharing.append(shared)
        } else {
          first[origin.name, default: []].append((.init(node, index), origin))
        }
      }
    }
  }

  /// The earlier parameter that a parameter is the same as.
  private func shared(
    _ node: Int, _ index: Int, _ origin: Origin,
    _ earlier: [(use: ParameterReference, origin: Origin)]
  ) -> SharedParameter? {
    let shape = nodes[node].beginning.parameters[index].shape
    for (use, other) in earlier {
      let first = nodes[use.node].beginning.parameters[use.index].shape
      guard let isTransposed = origin.isTransposed(of: other), shape.count == first.count,
        !isTransposed || (shape.rank == 2 && first.rank == 2)
      else { continue }
      return .init(index: index, first: use, isTransposed: isTransposed)
    }
    return nil
  }

  /// The name in characters that a layer may have, with a number after it where it is taken.
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
    _ inputs: [Shape], _ beginning: Network.InitialValues
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
      throw .invalid(error.description)
    }
  }

  fileprivate func checkTypes(
    _ inputs: [ElementType], count: Int
  ) throws(NodeError) -> [ElementType] {
    do throws(ShapeError) { return try outputTypes(for: inputs, count: count) } catch {
      throw .invalid(error.description)
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
  /// The text with an underscore for every character that a layer's name cannot have.
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
