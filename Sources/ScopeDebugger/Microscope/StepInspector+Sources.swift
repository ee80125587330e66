import CNNModel

extension StepInspector {
  /// The number itself; `nil` when it was not computed yet.
  public func value(of number: NumberReference) -> Float? {
    switch number {
    case .cell(let reference, let position): debugger.tensor(reference)?[position]
    case .loss: debugger.execution.loss
    }
  }

  /// The number that a term of a definition was read from; `nil` for what stands nowhere, such as
  /// padding, a constant or what was wanted.
  public func source(of term: Term, in definer: Definer) -> NumberReference? {
    switch (definer, term.source) {
    case (.node(let node), .input(let index, let position)):
      .cell(TensorReference(debugger.network.nodes[node].inputs[index].node, .activation), position)
    case (.node(let node), .output(_, let position)):
      .cell(TensorReference(node, .activation), position)
    case (.node(let node), .outputGradient(_, let position)):
      .cell(TensorReference(node, .gradient), position)
    case (.node(let node), .parameter(let index, let position)):
      .cell(TensorReference(node, .parameter(index)), position)
    case (.node(let node), .statistic(let index, let position)):
      .cell(TensorReference(node, .statistic(index)), position)
    case (.loss, .input(_, let position)), (.loss, .output(_, let position)):
      .cell(TensorReference(debugger.network.output.node, .activation), position)
    case (.update(let parameter), .outputGradient(_, let position)):
      gradient(of: parameter).map { .cell($0, position) }
    default: nil
    }
  }

  /// The gradient of a parameter.
  func gradient(of parameter: TensorReference) -> TensorReference? {
    guard case .parameter(let index) = parameter.kind else { return nil }
    return TensorReference(parameter.node, .parameterGradient(index))
  }
}
