import CNNModel

/// The values of the nodes drafted so far for the input at hand, computed when they are asked for.
final class DraftValues {
  private let draft: NetworkDraft
  private let sample: ModelSample?
  private var known: [ValueReference: Value] = [:]

  /// What was decided by them, each the beginning of a sentence.
  var notes: [String] {
    guard !known.isEmpty, let sample else { return [] }
    return ["shapes that depend on values are those for \(sample.name)"]
  }

  init(_ draft: NetworkDraft, _ sample: ModelSample?) {
    (self.draft, self.sample) = (draft, sample)
  }

  /// The value of an edge.
  ///
  /// - Parameter role: what it is, for the sentence.
  /// - Throws: where there is no input at hand, or it does not fit the model.
  func value(of reference: ValueReference, _ role: String) throws(NodeError) -> Value {
    if let value = known[reference] { return value }
    guard let sample else { throw .unsupported("its \(role) is not a constant") }
    let value: Value
    do {
      let (network, target) = try part(giving: reference)
      value = try sample.compute(network, [target])[0]
    } catch {
      throw .unsupported("its \(role) is not a constant, and for \(sample.name): \(error)")
    }
    known[reference] = value
    return value
  }

  /// Forgets the values of nodes from a number on, which are removed from the draft.
  func forget(from first: Int) { known = known.filter { $0.key.node < first } }

  /// The inputs of the model and the nodes that a value depends on.
  ///
  /// - Throws: `NetworkError` where they are no network.
  private func part(
    giving target: ValueReference
  ) throws -> (network: Network, target: ValueReference) {
    var isNeeded = draft.nodes.map(\.layer.isSource)
    isNeeded[target.node] = true
    for node in draft.nodes.indices.reversed() where isNeeded[node] && !isKnown(node) {
      for input in draft.nodes[node].inputs { isNeeded[input.node] = true }
    }
    let kept = draft.nodes.indices.filter { isNeeded[$0] }
    let numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    func renumbered(_ value: ValueReference) -> ValueReference {
      ValueReference(numbers[value.node] ?? value.node, value.output)
    }
    let nodes = kept.map { index in
      isKnown(index) ? constant(index) : node(index, renumbered)
    }
    let network = try Network(title: "model", nodes: nodes, outputs: [renumbered(target)])
    return (network, renumbered(target))
  }

  private func node(
    _ index: Int, _ renumbered: (ValueReference) -> ValueReference
  ) -> Network.Node {
    let node = draft.nodes[index]
    return Network.Node(
      node.name, node.layer, inputs: node.inputs.map(renumbered), initialValues: node.beginning,
      fileName: node.fileName, outputNames: node.outputNames, outputTypes: node.outputTypes)
  }

  /// Whether a node's only output is known and a constant can stand for it.
  private func isKnown(_ node: Int) -> Bool {
    guard draft.shapes[node].count == 1, let value = known[ValueReference(node)] else {
      return false
    }
    return value.elementType == .float32
  }

  private func constant(_ index: Int) -> Network.Node {
    let tensor = known[ValueReference(index)]?.tensor ?? .zeros(draft.shapes[index][0])
    return Network.Node(
      draft.nodes[index].name, Constant(shape: tensor.shape, isLearned: false), inputs: [],
      initialValues: .init(parameters: [], statistics: [tensor]))
  }
}
