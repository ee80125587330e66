import CNNModel

/// A tensor of the network that can be looked at.
public struct TensorReference: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// What the node gave.
    case activation
    /// The gradient of the loss by what the node gave.
    case gradient
    /// The node's parameter with an index.
    case parameter(Int)
    /// The gradient of the loss by the node's parameter with an index.
    case parameterGradient(Int)
    /// The node's running statistic with an index.
    case statistic(Int)
  }

  public var node: Int
  public var kind: Kind

  public init(_ node: Int, _ kind: Kind) { (self.node, self.kind) = (node, kind) }
}

extension Debugger {
  /// A tensor as it stands now; `nil` when it was not computed yet.
  public func tensor(_ reference: TensorReference) -> Tensor? { look.tensor(reference) }

  /// Why a tensor cannot be looked at now; `nil` when it can.
  public func absence(_ reference: TensorReference) -> String? {
    guard tensor(reference) == nil else { return nil }
    let name = network.nodes[reference.node].name
    switch reference.kind {
    case .activation: return "\(name) was not computed yet in this step; s goes on"
    case .gradient, .parameterGradient:
      return withoutTarget.map { "there is no gradient: \($0)" }
        ?? "the backward pass has not come to \(name) yet; s goes on"
    case .parameter, .statistic: return nil
    }
  }

  /// The whole name of a tensor, as it is typed: `conv1`, `conv1.gradient`, `conv1.weight`.
  public func name(of reference: TensorReference) -> String {
    let node = network.nodes[reference.node].name
    switch reference.kind {
    case .activation: return node
    case .gradient: return "\(node).gradient"
    case .parameter(let index): return "\(node).\(parameterNames(of: reference.node)[index])"
    case .parameterGradient(let index):
      return "\(node).\(parameterNames(of: reference.node)[index]).gradient"
    case .statistic(let index):
      return "\(node).\(network.statistics(of: reference.node)[index].name)"
    }
  }

  /// The names of what a node learns.
  public func parameterNames(of node: Int) -> [String] {
    network.parameters(of: node).map(\.name)
  }

  /// The tensor that a whole name means.
  ///
  /// - Throws: ``UserError`` naming what there is.
  public func reference(named text: String) throws(UserError) -> TensorReference {
    let nodes = network.nodes.indices.filter {
      text == network.nodes[$0].name || text.hasPrefix(network.nodes[$0].name + ".")
    }
    guard let node = nodes.max(by: { nameLength($0) < nameLength($1) }) else {
      throw unknownLayer(String(text.prefix { $0 != "." && $0 != "[" }))
    }
    let parts = text.dropFirst(network.nodes[node].name.count).split(separator: ".").map(
      String.init)
    if let kind = kind(parts, node) { return TensorReference(node, kind) }
    let names = ["gradient"] + parameterNames(of: node) + network.statistics(of: node).map(\.name)
    throw UserError(
      "\(network.nodes[node].name) has no \"\(parts.joined(separator: "."))\"; "
        + "it has \(names.joined(separator: ", "))")
  }

  private func nameLength(_ node: Int) -> Int { network.nodes[node].name.count }

  private func kind(_ parts: [String], _ node: Int) -> TensorReference.Kind? {
    guard let first = parts.first else { return .activation }
    if parts == ["gradient"] { return .gradient }
    if let index = parameterNames(of: node).firstIndex(of: first) {
      if parts.count == 1 { return .parameter(index) }
      return parts == [first, "gradient"] ? .parameterGradient(index) : nil
    }
    let statistics = network.statistics(of: node).map(\.name)
    return parts.count == 1 ? statistics.firstIndex(of: first).map { .statistic($0) } : nil
  }

  /// The node with a name.
  ///
  /// - Throws: ``UserError`` naming the nearest there is.
  public func node(named name: String) throws(UserError) -> Int {
    guard let node = network.node(named: name) else { throw unknownLayer(name) }
    return node
  }

  private func unknownLayer(_ name: String) -> UserError {
    let names = network.nodes.map(\.name)
    let proposal = nearest(to: name, in: names).map { "did you mean \"\($0)\"?" }
    return UserError(
      "there is no layer \"\(name)\"; \(proposal ?? "there are \(names.joined(separator: ", "))")")
  }
}
