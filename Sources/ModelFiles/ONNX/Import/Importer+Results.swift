import CNNModel

/// What the importer made of the graph.
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
    return graph.outputs.flatMap { outputs(for: $0, numbers) }
  }

  /// One output for a tensor, and one for every element of a sequence.
  private func outputs(
    for output: ModelGraph.Value, _ numbers: [Int: Int]
  ) -> [ImportedModel.Output] {
    func made(_ content: ImportedModel.Output.Content) -> [ImportedModel.Output] {
      let type = values[output.name]?.type ?? output.type ?? .float32
      return [.init(name: output.name, type: type, content: content)]
    }
    switch values[output.name]?.content {
    case .constant(let array): return made(.constant(array))
    case .computed(let value): return made(.computed(value.renumbered(numbers)))
    case .absent: return made(.missing("it is an optional value that is not there"))
    case nil: return made(.missing(absence(output.name)))
    case .sequence(let elements):
      return elements.enumerated().map { index, element in
        let content: ImportedModel.Output.Content =
          element.value.map { .computed($0.renumbered(numbers)) }
          ?? element.array.map { .constant($0) } ?? .missing("it is not a tensor")
        return .init(name: output.element(index).name, type: element.type, content: content)
      }
    }
  }

  /// Why a value is not there, as a clause.
  private func absence(_ value: String) -> String {
    if let reason = unreadable[value] { return reason }
    return unavailable[value].map { causes[$0] ?? "it needs \($0.harmless)" }
      ?? "no node produces it"
  }

  /// The nodes that stay: all but those of inputs whose arrays were used during import.
  private var keptNodes: [Int] {
    var isRead = Set(graph.outputs.flatMap { values[$0.name]?.edges ?? [] }.map(\.node))
    var kept: [Int] = []
    let replaced = Set(inputs.filter { $0.operand.given != nil }.compactMap(\.source))
    for node in draft.nodes.indices.reversed()
    where !replaced.contains(node) || isRead.contains(node) {
      kept.append(node)
      for value in draft.nodes[node].inputs { isRead.insert(value.node) }
    }
    return kept.reversed()
  }

  /// The numbers of the kept nodes, by those in the draft.
  private var newNumbers: [Int: Int] {
    Dictionary(uniqueKeysWithValues: keptNodes.enumerated().map { ($1, $0) })
  }

  private var unavailableOutputs: [UnavailableOutput] {
    outputs.compactMap { output in
      guard case .missing(let reason) = output.content else { return nil }
      return .init(name: output.name, reason: reason)
    }
  }

  /// The names of classes in the file; where they do not fit the scores of the network, none and a
  /// note about it.
  private var classNames: (names: ClassNames?, note: String?) {
    guard let names = ClassNames(metadata: file.metadata) else { return (nil, nil) }
    let scores = outputs.lazy.compactMap { values[$0.name]?.shape }.first
    guard let scores, scores.rank == 2, scores[1] != names.count else { return (names, nil) }
    return (
      nil,
      "the file has names for \(names.count) classes, but \(scores[1]) numbers come out, so they "
        + "are not used"
    )
  }

  /// - Returns: nil where every output is a constant.
  func network(title: String) throws(FileError) -> Network? {
    let numbers = newNumbers
    let nodes = keptNodes.map { index in
      let node = draft.nodes[index]
      return Network.Node(
        node.name, node.layer, inputs: node.inputs.map { $0.renumbered(numbers) },
        initialValues: node.beginning, fileName: node.fileName, outputNames: node.outputNames,
        outputTypes: node.outputTypes,
        sharing: node.sharing.map {
          .init(
            index: $0.index, first: .init(numbers[$0.first.node] ?? $0.first.node, $0.first.index),
            isTransposed: $0.isTransposed)
        })
    }
    guard nodes.contains(where: \.isSource) else { return nil }
    let classNames = classNames
    let computed = outputs.compactMap { output in
      if case .computed(let value) = output.content { return value }
      return nil
    }
    do throws(NetworkError) {
      var network = try Network(
        title: title, nodes: nodes,
        outputs: computed.isEmpty ? [ValueReference(nodes.count - 1)] : computed,
        missing: missing, unavailable: unavailableOutputs,
        hasResult: !computed.isEmpty, known: constants,
        notes: notes + draftValues.notes + (classNames.note.map { [$0] } ?? []))
      network.classNames = classNames.names
      return network.hasOutputLikeInput ? network.replacing(loss: SquaredError()) : network
    } catch {
      throw refusal(error.description)
    }
  }
}

extension ValueReference {
  /// The same value in a network whose nodes have other numbers.
  fileprivate func renumbered(_ numbers: [Int: Int]) -> ValueReference {
    ValueReference(numbers[node] ?? node, output)
  }
}

extension Network {
  /// Whether the output has the shape of the input, so that the two can be compared.
  fileprivate var hasOutputLikeInput: Bool {
    outputShapes(of: output.node)[output.output] == outputShapes(of: sources[0])[0]
  }
}
