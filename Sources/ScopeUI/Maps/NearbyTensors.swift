import CNNModel
import ScopeDebugger

/// The tensors that are worth seeing together with the selected one: the same of the layers that it
/// is computed from and of those that read it, or of weights the others of their layer. A layer that
/// was not computed yet is seen by the weights that it will be computed with.
struct NearbyTensors {
  /// Nearest first.
  let before: [TensorReference]
  /// Nearest first.
  let after: [TensorReference]
  /// How many are looked for in each direction.
  private static let most = 12

  /// Those that have numbers.
  init(_ selection: Selection, _ session: Session) {
    let debugger = session.debugger
    guard selection.isImage(selection.kind) else {
      let all = Self.parameters(of: selection.node, debugger)
      let place = all.firstIndex(of: selection.reference) ?? all.count
      before = Array(all.prefix(place).reversed())
      after = Array(all.dropFirst(place + 1))
      return
    }
    let network = debugger.network
    func computed(_ nodes: [Int]) -> [TensorReference] {
      nodes.map { TensorReference($0, selection.kind) }
        .filter { debugger.tensors.value(of: $0) != nil }
    }
    before = computed(
      Self.nodes(from: selection.node) { network.nodes[$0].inputs.map(\.node) })
    let readers = Self.nodes(from: selection.node) {
      network.consumers(of: ValueReference($0)).map(\.node)
    }
    let known = computed(readers)
    after = known + (selection.kind == .activation ? Self.weights(readers, known, debugger) : [])
  }

  /// The first parameter of each layer that has no activation yet.
  private static func weights(
    _ nodes: [Int], _ known: [TensorReference], _ debugger: Debugger
  ) -> [TensorReference] {
    let known = Set(known.map(\.node))
    return nodes.filter { !known.contains($0) }.flatMap { parameters(of: $0, debugger).prefix(1) }
  }

  /// Weights and their gradients, as far as there are any.
  private static func parameters(of node: Int, _ debugger: Debugger) -> [TensorReference] {
    debugger.names.parameters(of: node).indices
      .flatMap { [TensorReference.Kind.parameter($0), .parameterGradient($0)] }
      .map { TensorReference(node, $0) }
      .filter { debugger.tensors.value(of: $0) != nil }
  }

  /// The nodes that are reached from one, the nearest first.
  private static func nodes(from node: Int, _ next: (Int) -> [Int]) -> [Int] {
    var (found, known): ([Int], Set<Int>) = ([node], [node])
    var place = 0
    while place < found.count, found.count <= most {
      for other in next(found[place]) where known.insert(other).inserted { found.append(other) }
      place += 1
    }
    return Array(found.dropFirst().prefix(most))
  }
}
