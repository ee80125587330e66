package import CNNModel

/// Where a rule can be changed: in a pass of a layer, in the loss, or in the weight update.
package enum FaultPlace: Hashable, Sendable {
  case layer(Int, Alternative.Phase)
  case loss
  case update

  /// The node whose pass it is; `nil` for the loss and the update.
  var node: Int? {
    guard case .layer(let node, _) = self else { return nil }
    return node
  }

  /// The number of the update of a debugger's step, counted from 1.
  static func updateNumber(_ debugger: Debugger) -> Int {
    debugger.state.updates + (debugger.last == .update ? 0 : 1)
  }

  /// Whether it is only reached where output and target are compared.
  var needsTarget: Bool {
    guard case .layer(_, let phase) = self else { return true }
    return phase == .backward
  }

  /// As it is typed where it is not a layer's; empty where it is.
  fileprivate var word: String {
    switch self {
    case .layer: ""
    case .loss: "loss"
    case .update: "update"
    }
  }
}

extension NetworkNames {
  /// As it is typed: `conv2.backward`, `loss`, `update`.
  func name(of place: FaultPlace) -> String {
    guard case .layer(let node, let phase) = place else { return place.word }
    return "\(network.nodes[node].name).\(phase.rawValue)"
  }

  /// In words: `conv2's backward pass`, `the loss`.
  func words(for place: FaultPlace) -> String {
    guard case .layer(let node, let phase) = place else { return "the \(place.word)" }
    return "\(network.nodes[node].name)'s \(phase.rawValue) pass"
  }

  /// The place that is typed as `conv2.backward`, `loss` or `update`.
  ///
  /// - Throws: ``UserError`` where there is no such layer, or no pass is named.
  func place(named text: String) throws(UserError) -> FaultPlace {
    if let place = [FaultPlace.loss, .update].first(where: { $0.word == text }) { return place }
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
      + nodes.reversed().map { .layer($0, .backward) } + [.update]
  }
}
