package import CNNModel

/// Where a rule can be changed: in a pass of a layer, or in the loss.
package enum FaultPlace: Hashable, Sendable {
  case layer(Int, Alternative.Phase)
  case loss

  /// The passes of a layer.
  static func passes(of node: Int) -> [FaultPlace] {
    Alternative.Phase.allCases.map { .layer(node, $0) }
  }

  /// The node whose pass it is; `nil` for the loss.
  var node: Int? {
    guard case .layer(let node, _) = self else { return nil }
    return node
  }

  /// Whether it is only reached where output and target are compared.
  var needsTarget: Bool { self != .loss ? isBackward : true }

  private var isBackward: Bool {
    guard case .layer(_, let phase) = self else { return false }
    return phase == .backward
  }
}

extension NetworkNames {
  /// As it is typed: `conv2.backward`, `loss`.
  func name(of place: FaultPlace) -> String {
    guard case .layer(let node, let phase) = place else { return "loss" }
    return "\(network.nodes[node].name).\(phase.rawValue)"
  }

  /// In words: `conv2's backward pass`, `the loss`.
  func words(for place: FaultPlace) -> String {
    guard case .layer(let node, let phase) = place else { return "the loss" }
    return "\(network.nodes[node].name)'s \(phase.rawValue) pass"
  }

  /// The place that is typed as `conv2.backward` or `loss`.
  ///
  /// - Throws: ``UserError`` where there is no such layer, or no pass is named.
  func place(named text: String) throws(UserError) -> FaultPlace {
    if text == "loss" { return .loss }
    for phase in Alternative.Phase.allCases where text.hasSuffix(".\(phase.rawValue)") {
      let node = try node(named: String(text.dropLast(phase.rawValue.count + 1)))
      guard !network.nodes[node].isSource else {
        throw UserError("\(text) is an input of the network; no pass computes it")
      }
      return .layer(node, phase)
    }
    let name = network.nodes[try node(named: text)].name
    throw UserError("which pass of \(name): \(name).forward or \(name).backward?")
  }

  /// All places, in the order in which a step comes to them.
  var places: [FaultPlace] {
    let nodes = network.nodes.indices.filter { !network.nodes[$0].isSource }
    return nodes.map { .layer($0, .forward) } + [.loss]
      + nodes.reversed().map { .layer($0, .backward) }
  }
}
