/// Where or when a run stops: at a layer, or when a condition becomes true.
package struct StopPlace: TextParameter {
  package enum Value: Hashable, Sendable {
    case layer(Int)
    case condition(Condition)
  }

  package init() {}

  package var usage: String { "LAYER or CONDITION" }
  package var expectation: String { "a layer or a condition" }
  package var example: String { "conv1" }
  package var completion: Completion { .layer }

  package func value(of text: String, in session: Session) throws(UserError) -> Value? {
    let debugger = session.debugger
    if let node = debugger.network.node(named: text) {
      guard !debugger.network.nodes[node].isSource else {
        throw UserError("\(text) is an input of the network; no phase computes it")
      }
      return .layer(node)
    }
    if let condition = try Condition(text, debugger) { return .condition(condition) }
    if Condition.isFigure(text) {
      throw UserError("\(text.quoted) needs a comparison, as in break \(text) > 5")
    }
    return .layer(try debugger.names.node(named: text))
  }
}
