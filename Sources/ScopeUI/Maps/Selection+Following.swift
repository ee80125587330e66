import CNNModel
import ScopeDebugger

extension Selection {
  /// Selects what the last phase made.
  mutating func follow(_ debugger: Debugger) {
    switch debugger.last {
    case .forward(let node): look(at: node, .activation)
    case .loss: look(at: debugger.network.output.node, .activation)
    case .backward(let node): look(at: node, .gradient)
    case .update: lookAtParameters(debugger)
    case nil: look(at: debugger.network.sources[0], .activation)
    }
  }

  /// Selects the first parameter of the selected layer, or of the first layer that has one.
  private mutating func lookAtParameters(_ debugger: Debugger) {
    let nodes = [node] + Array(debugger.network.nodes.indices)
    guard let node = nodes.first(where: { !debugger.names.parameters(of: $0).isEmpty }) else {
      return
    }
    look(at: node, .parameter(0))
  }

  /// Selects the next layer that matches the text that is searched for, round about.
  ///
  /// - Returns: that line.
  mutating func find(backward: Bool, _ session: Session) throws(UserError) -> String {
    let nodes = session.network.nodes
    let order = (1...nodes.count).map { step in
      (node + (backward ? nodes.count * 2 - step : step)) % nodes.count
    }
    let found = order.first { "\(nodes[$0].name) \(nodes[$0].layer.text)".contains(search) }
    guard let found else { throw UserError("no layer matches \"\(search)\"") }
    select(found, session)
    return "\(nodes[found].name): \(nodes[found].layer.text)"
  }
}
