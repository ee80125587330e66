import CNNModel

/// Turns a graph into a network, node by node in the order of the file.
struct Importer {
  let file: ModelFile
  let given: [String: NumericArray]
  let proposal: InputProposal
  let draft: NetworkDraft
  /// The values of the draft's nodes for the input at hand.
  let draftValues: DraftValues
  /// The values that earlier nodes, inputs and initializers give, by name.
  var values: [String: Operand] = [:]
  /// The values of missing nodes, each with the name of its node.
  private(set) var unavailable: [String: String] = [:]
  /// The initializers and inputs that cannot be read, each with the reason as a clause.
  var unreadable: [String: String] = [:]
  /// By the name of a missing node, what it is missing for in the end: `the operator is not
  /// supported`, of `n` (`NoSuchOperator`).
  private(set) var causes: [String: String] = [:]
  var inputs: [(value: ModelGraph.Value, operand: Operand, source: Int?)] = []
  private(set) var missing: [Network.MissingNode] = []
  /// The outputs of nodes that do not depend on the inputs.
  private(set) var constants: [Network.KnownValue] = []
  var notes: [String] = []
  /// The extents that inputs have on axes which the file leaves open but names.
  var namedExtents: [String: Int] = [:]
  /// Names for the values of the bodies that are expanded.
  var names: NamePool
  /// How many nodes bodies became so far.
  var expandedCount = 0
  /// The functions whose calls are being expanded, the innermost one last; nil for other bodies.
  var calls: [ModelFunction.Name?] = []

  init(
    _ file: ModelFile, given: [String: NumericArray], _ proposal: InputProposal,
    _ sample: ModelSample?
  ) {
    draft = NetworkDraft()
    draftValues = DraftValues(draft, sample)
    (self.file, self.given, self.proposal) = (file, given, proposal)
    names = NamePool(taken: file.graph.names)
    for (name, array) in graph.constants {
      values[name] = Operand(array, name: name, origin: Origin(name))
    }
    unreadable = graph.brokenConstants
  }

  var graph: ModelGraph { file.graph }

  func refusal(_ reason: String) -> FileError { FileError(path: file.path, reason: reason) }
}

// MARK: Nodes

extension Importer {
  /// Lowers all nodes; those that cannot be supported become ``missing``.
  ///
  /// - Throws: where a node contradicts the specification or its inputs.
  mutating func lowerNodes() throws(FileError) {
    for index in try graph.nodeOrder(path: file.path) {
      let node = graph.nodes[index]
      try lower(node, node.title(index))
    }
  }

  /// Lowers a node, or the nodes that it is expanded to.
  mutating func lower(_ node: ModelGraph.Node, _ name: String) throws(FileError) {
    var expansion: (any Expansion)?
    do throws(NodeError) {
      guard try !isBehindAnother(node, name) else { return }
      expansion = try self.expansion(of: node, name)
      if expansion == nil { try lower(node, name, by: try Operator.of(node)) }
    } catch {
      return try refuse(node, name, error)
    }
    if let expansion { try expand(node, name, expansion) }
  }

  /// Takes note of a node that cannot be lowered.
  ///
  /// - Throws: where it contradicts the specification or its inputs.
  mutating func refuse(
    _ node: ModelGraph.Node, _ name: String, _ error: NodeError
  ) throws(FileError) {
    let title = "\(name.quoted) (\(node.kind.brief.harmless))"
    guard case .unsupported(let reason) = error else { throw refusal("\(title): \(error.reason)") }
    causes[name] = "\(title) is missing, because \(reason)"
    addMissing(node, name, reason: reason, isBehindAnother: false)
  }

  private mutating func addMissing(
    _ node: ModelGraph.Node, _ name: String, reason: String, isBehindAnother: Bool
  ) {
    missing.append(
      .init(
        name: name.harmless, kind: node.kind.brief.harmless, reason: reason,
        isBehindAnother: isBehindAnother))
    for output in node.outputs where !output.isEmpty { unavailable[output] = name }
  }

  /// How much of the network there is.
  struct Mark {
    fileprivate let nodes: Int
    fileprivate let missing: Int
    fileprivate let constants: Int
  }

  var mark: Mark {
    Mark(nodes: draft.nodes.count, missing: missing.count, constants: constants.count)
  }

  /// Takes back what was lowered since.
  mutating func takeBack(to mark: Mark) {
    draft.remove(from: mark.nodes)
    draftValues.forget(from: mark.nodes)
    values = values.filter { $0.value.edges.allSatisfy { $0.node < mark.nodes } }
    missing.removeSubrange(mark.missing...)
    constants.removeSubrange(mark.constants...)
  }

  /// Whether a node reads what is missing; it is then missing too.
  private mutating func isBehindAnother(
    _ node: ModelGraph.Node, _ name: String
  ) throws(NodeError) -> Bool {
    for input in node.inputs where !input.isEmpty && values[input] == nil {
      if let reason = unreadable[input] { throw .unsupported(reason) }
      guard let blamed = unavailable[input] else {
        throw .invalid("it reads \(input.quoted), which no node produces")
      }
      causes[name] = causes[blamed]
      addMissing(node, name, reason: "it needs \(blamed.harmless)", isBehindAnother: true)
      return true
    }
    return false
  }

  /// The values of a node's inputs; nil for one that is omitted.
  func inputs(of node: ModelGraph.Node) -> [Operand?] {
    node.inputs.map { $0.isEmpty ? nil : values[$0] }
  }

  private mutating func lower(
    _ node: ModelGraph.Node, _ name: String, by type: Operator
  ) throws(NodeError) {
    let lowering = Lowering(
      node: node, inputs: inputs(of: node), draft: draft, values: draftValues, name: name)
    let other = lowering.inputs.firstIndex { $0.map { !$0.isTensor } ?? false }
    if let other, !type.takesSequences {
      throw .invalid("its input \(other + 1) is not a tensor")
    }
    let first = draft.nodes.count
    let outputs = try type.lower(lowering)
    guard outputs.count >= lowering.outputCount else {
      throw .unsupported("its output \(outputs.count + 1) is not supported")
    }
    for (output, called) in zip(outputs, node.outputs) where !called.isEmpty {
      var result = typed(output, type.results, lowering)
      result.origin = origin(of: result, lowering)
      try add(result, called, first: first, name)
    }
    nameNodes(of: node, first: first, name)
    draft.nameParameters(since: first, lowering.inputs.dropFirst().compactMap(\.self))
  }

  /// The initializer that an output of a node shows; nil where it is computed.
  private func origin(of output: Operand, _ lowering: Lowering) -> Origin? {
    guard output.isConstant, let input = lowering.optional(0) else { return nil }
    return Origin(
      input.origin, through: lowering.node, rank: input.shape.rank, to: output.type)
  }

  /// Constants of bodies are shown up to so many numbers, as a loop may repeat them thousands of
  /// times.
  private static let largestOfBody = 1024

  /// Adds an output of a node as a value.
  ///
  /// - Parameters:
  ///   - called: its name in the file.
  ///   - first: the first node of the network that the node became.
  private mutating func add(
    _ output: Operand, _ called: String, first: Int, _ name: String
  ) throws(NodeError) {
    guard values[called] == nil else {
      throw .invalid("it produces \(called.quoted), which already exists")
    }
    var operand = output
    (operand.name, operand.given) = (called, nil)
    values[called] = try owned(operand, first: first, name)
    if let array = operand.array, calls.isEmpty || array.count <= Self.largestOfBody {
      constants.append(.init(name: called, value: array.value))
    }
  }

  private func typed(
    _ output: Operand, _ results: Operator.Results, _ lowering: Lowering
  ) -> Operand {
    switch results {
    case .explicit: output
    case .always(let type): output.typed(type)
    case .likeFirst:
      output.typed(lowering.inputs.first.flatMap { $0 }?.type ?? output.type)
    }
  }

  /// The value as an output of the node's own layers, so that every node of the file is one of the
  /// network: a value that passes through unchanged gets an identity layer.
  private func owned(_ operand: Operand, first: Int, _ name: String) throws(NodeError) -> Operand {
    guard let value = operand.value, value.node < first else { return operand }
    let added = try draft.add(name, Reshape(operand.shape, to: operand.shape), [value])
    var owned = Operand(added[0].value, shape: operand.shape, type: operand.type)
    owned.name = operand.name
    return owned
  }

  /// Gives the layer of a node's first output the name of the node, and all outputs their names in
  /// the file.
  private func nameNodes(of node: ModelGraph.Node, first: Int, _ name: String) {
    var names: [Int: [Int: String]] = [:]
    var main: Int?
    for called in node.outputs {
      guard let value = values[called]?.value, value.node >= first else { continue }
      names[value.node, default: [:]][value.output] = called
      if main == nil { main = value.node }
    }
    for called in node.outputs { if let value = values[called] { draft.declare(value) } }
    for (node, outputs) in names {
      let count = (outputs.keys.max() ?? 0) + 1
      draft.rename(
        node, to: node == main ? name : nil,
        outputNames: (0..<count).map { outputs[$0] ?? "" })
    }
  }
}
