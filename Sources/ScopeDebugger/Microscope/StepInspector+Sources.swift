package import CNNEngine
import CNNModel

extension StepInspector {
  /// The number itself; `nil` when it was not computed yet.
  package func value(of number: NumberReference) -> Float? {
    switch number {
    case .cell(let reference, let position): debugger.tensors.value(of: reference)?[position]
    case .loss: debugger.execution.loss
    }
  }

  /// The number that a term of a definition was read from; `nil` for what stands nowhere, such as
  /// padding, a constant or what was wanted.
  package func source(of term: Term, in definer: Definer) -> NumberReference? {
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

  /// Whether the network has such a number, computed or not.
  package func has(_ number: NumberReference) -> Bool {
    guard case .cell(let reference, let position) = number else { return true }
    guard debugger.names.hasTensor(reference) else { return false }
    let shape = debugger.tensors.shape(of: reference)
    let whole =
      debugger.network.hasBatch(reference) ? shape.batched(debugger.batchSize) : shape
    return whole.contains(position)
  }

  /// One row per layer with the sizes of activations, gradients, parameters and updates.
  package var ladder: GradientLadder {
    GradientLadder(debugger.execution, state: debugger.state)
  }
}
