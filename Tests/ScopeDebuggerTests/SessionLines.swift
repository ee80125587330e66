import CNNEngine
import CNNModel
import ScopeDebugger

/// Performs commands one after the other, each to the end of its work.
///
/// - Returns: the answer to the last one.
@discardableResult
func perform(_ lines: String..., on session: inout Session) throws -> String {
  try perform(lines, on: &session)
}

@discardableResult
func perform(_ lines: [String], on session: inout Session) throws -> String {
  var answer = ""
  for line in lines {
    answer = try Session.commands.perform(line, &session).lines.joined(separator: "\n")
    _ = session.workToTheEnd()
  }
  return answer
}

/// The numbers of all passes: the outputs and the gradients of all layers and parameters.
func passNumbers(_ session: Session) -> [[Float]] {
  let execution = session.debugger.execution
  return session.network.nodes.indices.flatMap { node in
    let output = execution.output(ValueReference(node))
    let gradient = execution.gradient(ValueReference(node))
    let parameters = execution.parameterGradients(of: node) ?? []
    return ([output, gradient].compactMap(\.self) + parameters).map(\.elements)
  }
}
