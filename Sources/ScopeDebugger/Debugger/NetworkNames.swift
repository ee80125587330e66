package import CNNEngine
import CNNModel

/// How layers, tensors and numbers of a network are called, as they are typed and shown.
package struct NetworkNames: Sendable {
  let network: Network

  package init(network: Network) { self.network = network }

  /// The whole name of a tensor: `conv1`, `conv1.gradient`, `conv1.weight`.
  package func name(of reference: TensorReference) -> String {
    let node = network.nodes[reference.node].name
    switch reference.kind {
    case .activation: return node
    case .gradient: return "\(node).gradient"
    case .parameter(let index): return "\(node).\(parameters(of: reference.node)[index])"
    case .parameterGradient(let index):
      return "\(node).\(parameters(of: reference.node)[index]).gradient"
    case .statistic(let index):
      return "\(node).\(network.statistics(of: reference.node)[index].name)"
    }
  }

  /// `conv2[3,4,5]`, `conv2.weight.gradient[3,0,1,1]`, `loss`.
  package func name(of number: NumberReference) -> String {
    switch number {
    case .cell(let reference, let position):
      let place = network.hasBatch(reference) ? position.sample : position
      return "\(name(of: reference))\(place)"
    case .loss: return "loss"
    }
  }

  /// A phase in words: `conv2 forward`.
  package func name(of phase: Plan.Phase) -> String {
    phase.node.map { "\(network.nodes[$0].name) \(phase.word)" } ?? phase.word
  }

  /// What a node learns, by name.
  package func parameters(of node: Int) -> [String] { network.parameters(of: node).map(\.name) }

  /// The tensor that a whole name means.
  ///
  /// - Throws: ``UserError`` naming what there is.
  package func reference(named text: String) throws(UserError) -> TensorReference {
    let (node, parts) = try split(text)
    if let kind = kind(parts, node) { return TensorReference(node, kind) }
    let names = ["gradient"] + parameters(of: node) + network.statistics(of: node).map(\.name)
    throw UserError(
      "\(network.nodes[node].name) has no \"\(parts.joined(separator: "."))\"; "
        + "it has \(names.joined(separator: ", "))")
  }

  private func kind(_ parts: [String], _ node: Int) -> TensorReference.Kind? {
    guard let first = parts.first else { return .activation }
    if parts == ["gradient"] { return .gradient }
    if let index = parameters(of: node).firstIndex(of: first) {
      if parts.count == 1 { return .parameter(index) }
      return parts == [first, "gradient"] ? .parameterGradient(index) : nil
    }
    let statistics = network.statistics(of: node).map(\.name)
    return parts.count == 1 ? statistics.firstIndex(of: first).map { .statistic($0) } : nil
  }

  /// Whether the network has such a tensor.
  func hasTensor(_ reference: TensorReference) -> Bool {
    guard network.nodes.indices.contains(reference.node) else { return false }
    return switch reference.kind {
    case .activation, .gradient: true
    case .parameter(let index), .parameterGradient(let index):
      index < network.parameters(of: reference.node).count
    case .statistic(let index): index < network.statistics(of: reference.node).count
    }
  }

  /// Whether a text has the form of a number of this network: a tensor and a cell, or the loss.
  package func isNumber(_ text: String) -> Bool {
    if text == "loss" { return true }
    guard let bracket = text.firstIndex(of: "[") else { return false }
    return (try? reference(named: String(text[..<bracket]))) != nil
  }
}

extension Debugger {
  package var names: NetworkNames { NetworkNames(network: network) }
}

extension Network {
  /// Whether the first axis of such a tensor is the batch.
  package func hasBatch(_ reference: TensorReference) -> Bool {
    switch reference.kind {
    case .activation, .gradient: hasBatch(reference.node)
    case .parameter, .parameterGradient, .statistic: false
    }
  }
}
