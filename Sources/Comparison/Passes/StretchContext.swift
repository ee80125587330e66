import CNNModel
import ModelFiles

/// Values of the reference, and of the layers between them, computed when they are asked for.
final class StretchContext {
  let comparer: Comparer
  let pairing: LayerPairing
  private var values: [ValueReference: Value?] = [:]

  init(_ comparer: Comparer, _ pairing: LayerPairing) {
    (self.comparer, self.pairing) = (comparer, pairing)
  }

  var compared: ComparedNetwork { comparer.compared }
  var network: Network { comparer.compared.network }

  /// The reference's value where it has one, or else what the layers compute from the reference's
  /// values before it; `nil` where they do not take them.
  func value(_ value: ValueReference) -> Value? {
    if let known = values[value] { return known }
    let found = (try? comparer.reference(value, pairing)) ?? computed(value.node)?[value.output]
    values[value] = .some(found)
    return found
  }

  /// What a node computes from the reference's values.
  func computed(_ node: Int) -> [Value]? {
    comparer.outputs(
      of: node, inputs(of: node), comparer.referenceInputs ?? comparer.inputs)
  }

  /// The reference's values at the inputs of a node.
  func inputs(of node: Int) -> [Value]? {
    let inputs = network.nodes[node].inputs
    let values = inputs.compactMap(value)
    return values.count == inputs.count ? values : nil
  }

  /// The nodes between the nearest values that the reference has and one of them, in the order of
  /// the network, with the node itself; constants are none.
  func stretch(to value: ValueReference) -> [Int] {
    var nodes: Set<Int> = []
    var waiting = [value.node]
    while let node = waiting.popLast() {
      guard !compared.isConstant(node), nodes.insert(node).inserted else { continue }
      for input in network.nodes[node].inputs where pairing.pairs[input] == nil {
        waiting.append(input.node)
      }
    }
    return nodes.sorted()
  }

  /// The nodes that read what a node gives, by way of others or not.
  private func nodes(behind first: Int) -> Set<Int> {
    network.nodes.indices.reduce(into: []) { found, node in
      let inputs = network.nodes[node].inputs.map(\.node)
      if inputs.contains(where: { $0 == first || found.contains($0) }) { found.insert(node) }
    }
  }

  /// The values of the reference of a certain shape, with their names: other inputs that a layer may
  /// have been meant to read, which are none of those that are made of its own output.
  func values(
    of shape: Shape, notBehind node: Int
  ) -> [(name: String, tensor: Tensor)] {
    let behind = nodes(behind: node)
    let paired = network.nodes.indices.filter { !behind.contains($0) }.flatMap { node in
      network.outputShapes(of: node).indices.map { ValueReference(node, $0) }
    }.filter { !compared.isConstant($0.node) || network.nodes[$0.node].isSource }
      .filter { network.outputShapes(of: $0.node)[$0.output] == shape || pairing.pairs[$0] != nil }
    let known = paired.compactMap { reference -> (String, Tensor)? in
      guard let tensor = value(reference)?.tensor, tensor.shape == shape else { return nil }
      return (compared.name(of: reference.node), tensor)
    }
    let others = pairing.rest(of: comparer.arrays.entries).compactMap {
      index -> (String, Tensor)? in
      let entry = comparer.arrays.entries[index]
      guard let form = ArrayForm.all(entry.shape, for: shape).first, form != .reshaped,
        let array = try? comparer.arrays.array(index)
      else { return nil }
      return (entry.name, form.arranged(array.tensor, as: shape))
    }
    return known + others
  }
}

/// A value of the reference that the layers before it do not give, with those layers.
struct Stretch {
  let context: StretchContext
  /// The nodes whose computation may be another, in the order of the network.
  let nodes: [Int]
  /// The value that differs.
  let target: ValueReference
  /// The reference's array.
  let theirs: Tensor
  /// What the layers give; `nil` where they do not take the reference's values.
  let ours: Tensor?

  init?(_ context: StretchContext, to target: ValueReference) {
    guard let theirs = context.value(target)?.tensor else { return nil }
    (self.context, self.target, self.theirs) = (context, target, theirs)
    nodes = context.stretch(to: target)
    ours = context.computed(target.node)?[target.output].tensor
  }

  /// What the last node is called.
  var name: String { context.compared.name(of: target.node) }

  /// Whether the target can have the reference's shape where a node has outputs of some shapes.
  func canReach(_ shapes: [Shape], from node: Int) -> Bool {
    if node == target.node { return shapes[target.output] == theirs.shape }
    var changed: [Int: [Shape]] = [node: shapes]
    for next in nodes where next > node {
      let content = context.network.nodes[next]
      guard content.inputs.contains(where: { changed[$0.node] != nil && !isKnown($0) }) else {
        continue
      }
      let inputs = content.inputs.compactMap { input in
        isKnown(input)
          ? context.value(input)?.shape
          : changed[input.node]?[input.output] ?? context.value(input)?.shape
      }
      guard let results = try? content.layer.outputShapes(for: inputs) else { return false }
      changed[next] = results
    }
    return changed[target.node]?[target.output] == theirs.shape
  }

  /// The target where the outputs of one node are others; `nil` where a layer behind it does not take
  /// them.
  func target(with outputs: [Value], at node: Int) -> Tensor? {
    if node == target.node { return outputs[target.output].tensor }
    var changed: [Int: [Value]] = [node: outputs]
    for next in nodes where next > node {
      let content = context.network.nodes[next]
      guard content.inputs.contains(where: { changed[$0.node] != nil && !isKnown($0) }) else {
        continue
      }
      let inputs = content.inputs.compactMap { input -> Value? in
        isKnown(input)
          ? context.value(input) : changed[input.node]?[input.output] ?? context.value(input)
      }
      guard inputs.count == content.inputs.count,
        let results = context.compared.outputs(of: next, inputs)
      else { return nil }
      changed[next] = results
    }
    return changed[target.node]?[target.output].tensor
  }

  private func isKnown(_ value: ValueReference) -> Bool { context.pairing.pairs[value] != nil }
}
