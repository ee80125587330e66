import CNNModel

/// Turns a graph into a network, node by node in the file's order.
struct Importer {
  private let graph: ModelGraph
  let path: String
  private let given: [String: NumericArray]
  private let sample: Shape?
  let draft = NetworkDraft()
  private var values: [String: Operand] = [:]
  /// The values that nothing gives, with the node to blame.
  private var absent: [String: String] = [:]
  private var inputs: [(value: ModelGraph.Value, operand: Operand, source: Int?)] = []
  private(set) var missing: [Network.MissingNode] = []
  /// What nodes gave that does not depend on what flows.
  private var known: [Network.KnownValue] = []
  private(set) var notes: [String] = []

  init(
    _ graph: ModelGraph, path: String, given: [String: NumericArray], sample: Shape?
  ) {
    (self.graph, self.path, self.given, self.sample) = (graph, path, given, sample)
    for (name, array) in graph.constants { values[name] = Operand(array, name: name) }
    absent = graph.brokenConstants
  }

  private func refusal(_ reason: String) -> FileError { FileError(path: path, reason: reason) }
}

// MARK: Inputs

extension Importer {
  /// Gives every input of the model its place.
  mutating func enterInputs() throws(FileError) {
    for value in graph.inputs where values[value.name] == nil || given[value.name] != nil {
      guard let type = value.type else {
        absent[value.name] = "the input \(value.name.quoted) is \(value.typeName)"
        continue
      }
      let shape = try shape(of: value, isFirst: inputs.isEmpty)
      if let array = given[value.name], type != .float32 {
        inputs.append((value, Operand(array.cast(to: type), name: value.name), nil))
      } else {
        inputs.append(try entry(value, type, shape))
      }
      values[value.name] = inputs.last?.operand
    }
  }

  /// An input that flows: a first extent of 1 is a batch.
  private func entry(
    _ value: ModelGraph.Value, _ type: ElementType, _ shape: Shape
  ) throws(FileError) -> (value: ModelGraph.Value, operand: Operand, source: Int?) {
    let isBatch = shape.rank > 1 && shape[0] == 1
    let layer = isBatch ? Input(sample: shape.sample) : Input(whole: shape)
    do {
      let source = try draft.add(value.name, layer, [])[0].value
      draft.rename(source.node, to: nil, outputNames: [value.name])
      var operand = Operand(source, shape: shape, type: type)
      operand.given = given[value.name]
      return (value, operand, source.node)
    } catch {
      throw refusal("the input \(value.name.quoted): \(error.reason)")
    }
  }

  private mutating func shape(
    of value: ModelGraph.Value, isFirst: Bool
  ) throws(FileError) -> Shape {
    if let array = given[value.name] {
      guard let extents = value.extents, !Self.fits(array.shape, extents) else {
        return array.shape
      }
      throw refusal(
        "the input \(value.name.quoted) is \(Self.text(extents)), but the array for it is "
          + "\(array.shape)")
    }
    let wanted = isFirst ? sample.map { $0.batched(1) } : nil
    guard let extents = value.extents else {
      if let wanted { return wanted }
      throw refusal("the file does not say the shape of the input \(value.name.quoted)")
    }
    if let wanted, Self.fits(wanted, extents) { return wanted }
    var shape: [Int] = []
    for (axis, extent) in extents.enumerated() {
      switch extent {
      case .fixed(let extent): shape.append(extent)
      case .open(let name) where axis == 0:
        notes.append("the batch \(name.isEmpty ? "" : "\(name.quoted) ")of \(value.name) is 1")
        shape.append(1)
      case .open:
        throw refusal(
          "the input \(value.name.quoted) is \(Self.text(extents)), and how large it is must be "
            + "said with --input, as in --input 3x224x224")
      }
    }
    do { try Shape(shape).checkSize("the input \(value.name.quoted)") } catch {
      throw refusal(error.description)
    }
    return Shape(shape)
  }

  /// Whether a shape is one that the file allows.
  private static func fits(_ shape: Shape, _ extents: [ModelGraph.Extent]) -> Bool {
    shape.rank == extents.count
      && zip(shape.extents, extents).allSatisfy { size, extent in
        if case .fixed(let fixed) = extent { fixed == size } else { true }
      }
  }

  private static func text(_ extents: [ModelGraph.Extent]) -> String {
    extents.map { extent in
      switch extent {
      case .fixed(let extent): "\(extent)"
      case .open(let name): name.isEmpty ? "?" : name.harmless
      }
    }.joined(separator: "×")
  }
}

// MARK: Nodes

extension Importer {
  /// Lowers all nodes.
  ///
  /// - Throws: where one contradicts the specification or what comes to it.
  mutating func lowerNodes() throws(FileError) {
    for (index, node) in graph.nodes.enumerated() {
      let name = node.title(index)
      do throws(NodeError) {
        try lower(node, name)
      } catch {
        guard case .unsupported(let reason) = error else {
          throw refusal("\(name.quoted) (\(node.kind.brief.harmless)): \(error.reason)")
        }
        leaveOut(node, name, reason: reason, isBehindAnother: false)
      }
    }
  }

  private mutating func leaveOut(
    _ node: ModelGraph.Node, _ name: String, reason: String, isBehindAnother: Bool
  ) {
    missing.append(
      .init(
        name: name.harmless, kind: node.kind.brief.harmless, reason: reason,
        isBehindAnother: isBehindAnother))
    for output in node.outputs where !output.isEmpty { absent[output] = name }
  }

  private mutating func lower(_ node: ModelGraph.Node, _ name: String) throws(NodeError) {
    for input in node.inputs where !input.isEmpty && values[input] == nil {
      guard let blamed = absent[input] else {
        throw .mistake("it reads \(input.quoted), which nothing before it gives")
      }
      leaveOut(node, name, reason: "it needs \(blamed.harmless)", isBehindAnother: true)
      return
    }
    guard ["", "ai.onnx"].contains(node.domain) else {
      throw .unsupported("operators of \(node.domain.quoted) are not known")
    }
    guard let row = Operator.all[node.kind] else {
      throw .unsupported("the operator is not supported")
    }
    try place(node, name, row)
  }

  private mutating func place(
    _ node: ModelGraph.Node, _ name: String, _ row: Operator
  ) throws(NodeError) {
    let lowering = Lowering(
      node: node, version: graph.version,
      inputs: node.inputs.map { $0.isEmpty ? nil : values[$0] }, draft: draft, name: name)
    let first = draft.nodes.count
    let outputs = try row.lower(lowering)
    guard outputs.count >= lowering.outputCount else {
      throw .unsupported("output \(outputs.count + 1) of \(node.kind) is not supported")
    }
    for (index, output) in outputs.enumerated().prefix(node.outputs.count) {
      let called = node.outputs[index]
      guard !called.isEmpty else { continue }
      guard values[called] == nil else {
        throw .mistake("it gives \(called.quoted), which there is already")
      }
      var operand = typed(output, row.results, lowering)
      operand.name = called
      operand.given = nil
      values[called] = try own(operand, first: first, name)
      if let array = operand.array { known.append(.init(name: called, tensor: array.tensor)) }
    }
    nameNodes(of: node, first: first, name)
    draft.nameParameters(since: first, node.inputs.dropFirst().filter { !$0.isEmpty })
  }

  private func typed(
    _ output: Operand, _ results: Operator.Results, _ lowering: Lowering
  ) -> Operand {
    switch results {
    case .own: output
    case .always(let type): output.typed(type)
    case .likeFirst:
      output.typed(lowering.inputs.first.flatMap { $0 }?.type ?? output.type)
    }
  }

  /// The value as one of the node's own, so that every node of the file is one of the network: what
  /// passes through unchanged gets a layer that does that.
  private func own(_ operand: Operand, first: Int, _ name: String) throws(NodeError) -> Operand {
    guard case .flowing(let value) = operand.content, value.node < first else { return operand }
    let added = try draft.add(name, Reshape(operand.shape, to: operand.shape), [value])
    var owned = Operand(added[0].value, shape: operand.shape, type: operand.type)
    owned.name = operand.name
    return owned
  }

  /// Calls the layer that gives a node's first output like the node, and all outputs as the file
  /// does.
  private func nameNodes(of node: ModelGraph.Node, first: Int, _ name: String) {
    var names: [Int: [Int: String]] = [:]
    var main: Int?
    for called in node.outputs {
      guard let operand = values[called], case .flowing(let value) = operand.content,
        value.node >= first
      else { continue }
      names[value.node, default: [:]][value.output] = called
      if main == nil { main = value.node }
    }
    for (node, outputs) in names {
      let count = (outputs.keys.max() ?? 0) + 1
      draft.rename(
        node, to: node == main ? name : nil,
        outputNames: (0..<count).map { outputs[$0] ?? "" })
    }
  }
}

// MARK: What comes out

extension Importer {
  var finalInputs: [ImportedModel.Input] {
    let kept = keptNodes
    return inputs.map { input in
      .init(
        name: input.value.name, type: input.operand.type, shape: input.operand.shape,
        source: input.source.flatMap { kept.firstIndex(of: $0) })
    }
  }

  var outputs: [ImportedModel.Output] {
    let numbers = newNumbers
    return graph.outputs.map { output in
      guard let operand = values[output.name] else {
        let blamed = absent[output.name] ?? "a node that is not in the file"
        return .init(
          name: output.name, type: output.type ?? .float32,
          content: .missing("it needs \(blamed.harmless)"))
      }
      let content: ImportedModel.Output.Content =
        switch operand.content {
        case .known(let array): .known(array)
        case .flowing(let value):
          .flowing(ValueReference(numbers[value.node] ?? value.node, value.output))
        }
      return .init(name: output.name, type: operand.type, content: content)
    }
  }

  /// The nodes that stay: all but those of inputs that were given and used up while reading.
  private var keptNodes: [Int] {
    var isRead = Set<Int>()
    for operand in graph.outputs.compactMap({ values[$0.name] }) {
      if case .flowing(let value) = operand.content { isRead.insert(value.node) }
    }
    var kept: [Int] = []
    let entries = Set(inputs.filter { $0.operand.given != nil }.compactMap(\.source))
    for node in draft.nodes.indices.reversed()
    where !entries.contains(node) || isRead.contains(node) {
      kept.append(node)
      for value in draft.nodes[node].inputs { isRead.insert(value.node) }
    }
    return kept.reversed()
  }

  private var newNumbers: [Int: Int] {
    Dictionary(uniqueKeysWithValues: keptNodes.enumerated().map { ($1, $0) })
  }

  /// - Returns: `nil` where nothing flows.
  func network(title: String) throws(FileError) -> Network? {
    let numbers = newNumbers
    let nodes = keptNodes.map { index in
      let node = draft.nodes[index]
      return Network.Node(
        node.name, node.layer,
        inputs: node.inputs.map { ValueReference(numbers[$0.node] ?? $0.node, $0.output) },
        beginning: node.beginning, outputNames: node.outputNames)
    }
    guard nodes.contains(where: \.isSource) else { return nil }
    let flowing = outputs.compactMap { output in
      if case .flowing(let value) = output.content { return value }
      return nil
    }
    do throws(NetworkError) {
      let network = try Network(
        title: title, nodes: nodes,
        outputs: flowing.isEmpty ? [ValueReference(nodes.count - 1)] : flowing,
        missing: missing, known: known, notes: notes)
      return network.givesItsInput ? network.replacing(loss: SquaredError()) : network
    } catch {
      throw refusal(error.description)
    }
  }
}

extension Network {
  /// Whether what it gives has the shape of what it takes, so that the one can be compared with the
  /// other.
  fileprivate var givesItsInput: Bool {
    outputShapes(of: output.node)[output.output] == outputShapes(of: sources[0])[0]
  }
}

extension ModelGraph.Node {
  /// What it is called on the screen: the file's name, or else the operator and what it gives.
  func title(_ index: Int) -> String {
    if !name.isEmpty { return name }
    let output = outputs.first { !$0.isEmpty } ?? "\(index)"
    return output.first?.isLetter == true ? output : "\(kind.lowercased())_\(output)"
  }
}

extension NodeError {
  var reason: String {
    switch self {
    case .unsupported(let reason), .mistake(let reason): reason
    }
  }
}
