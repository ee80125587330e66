import CNNEngine
import CNNModel
import NumberText

/// What a run did, in words.
extension SessionText {
  /// The phase that was done last with what it made, and why the run stopped.
  package func report(_ stop: Stop) -> [String] {
    if case .refused(let reason) = stop { return [reason] }
    if stop == .beginning { return [stop.sentence] }
    if case .evaluated = stop {
      let names = session.network.classNames
      return [stop.sentence] + (session.results.map { EvaluationTable.confusion($0, names) } ?? [])
    }
    let sentences = [stop.sentence, stop == .endOfPass(.forward) ? debugger.refusal ?? "" : ""]
    return [phaseLine] + sentences.filter { !$0.isEmpty }
  }

  /// What the last phase did and why the run stopped, in one line for readers.
  package func news(of stop: Stop) -> String {
    guard let last = debugger.last else {
      switch stop {
      case .condition, .diverged, .evaluated: return stop.sentence
      default: return "step \(debugger.step) begins"
      }
    }
    let done = "\(debugger.names.name(of: last)): \(meaning(of: last))"
    switch stop {
    case .done: return done
    case .endOfPass where debugger.refusal != nil:
      return "\(stop.sentence); \(debugger.refusal ?? "")"
    case .endOfPass, .endOfStep: return "\(stop.sentence); \(done)"
    default: return stop.sentence
    }
  }

  private func meaning(of phase: Plan.Phase) -> String {
    switch phase {
    case .forward(let node): return type(of: network.nodes[node].layer).grammar.summary
    case .loss: return type(of: network.loss).grammar.summary
    case .backward(let node):
      let names = debugger.names.parameters(of: node).joined(separator: " and ")
      return names.isEmpty
        ? "the gradient of its input is computed"
        : "gradients of \(names), and of its input"
    case .update: return "every parameter was updated; \(debugger.setup.optimizer)"
    }
  }

  /// `step 0 ∙ 4/25 conv2 forward: conv2 [16×10×10] x∈[…] …`
  package var phaseLine: String {
    let place = "step \(debugger.step) ∙ \(debugger.phase)/\(debugger.phases.count)"
    guard let last = debugger.last else { return "\(place) nothing is done yet" }
    return "\(place) \(debugger.names.name(of: last)): \(outcome(of: last))"
  }

  private func outcome(of phase: Plan.Phase) -> String {
    switch phase {
    case .forward(let node): return tensorLine(TensorReference(node, .activation))
    case .loss:
      return debugger.execution.loss.map { "\(network.loss.kind) \(Decimals.exact(Double($0)))" }
        ?? ""
    case .backward(let node):
      let gradients = debugger.names.parameters(of: node).indices.map {
        tensorLine(TensorReference(node, .parameterGradient($0)))
      }
      return ([tensorLine(TensorReference(node, .gradient))] + gradients).joined(separator: "; ")
    case .update: return "\(debugger.setup.optimizer), checksum \(debugger.checksum)"
    }
  }
}
