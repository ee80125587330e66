extension ForwardPass {
  /// With what is read at a place changed.
  func changing(
    _ place: ArrayPlace.Kind, _ change: (Tensor) -> Tensor
  ) -> ForwardPass {
    var pass = self
    switch place {
    case .input(let index):
      pass.inputs[index] = change(inputs[index])
      pass.exactInputs[index] = nil
    case .parameter(let index): pass.parameters[index] = change(parameters[index])
    case .inputsAndWeights, .everythingRead, .weightsAndResults, .everything:
      pass.inputs = inputs.map(change)
      pass.parameters = parameters.map {
        [.everythingRead, .everything].contains(place) || $0.shape.rank > 1 ? change($0) : $0
      }
      pass.exactInputs = [:]
    default: break
    }
    return pass
  }
}

extension BackwardPass {
  /// Changes the gradient that is read at a place.
  mutating func change(_ place: ArrayPlace.Kind, _ change: (Tensor) -> Tensor) {
    if case .outputGradient(let index) = place { gradients[index] = change(gradients[index]) }
    if place.includesResults { gradients = gradients.map(change) }
  }
}

extension Gradients {
  /// With the gradients that belong to a place changed.
  func changing(
    _ place: ArrayPlace.Kind, _ change: (Tensor) -> Tensor
  ) -> Gradients {
    var changed = self
    switch place {
    case .input(let index), .inputGradient(let index): changed.inputs[index] = change(inputs[index])
    case .parameter(let index), .parameterGradient(let index):
      changed.parameters[index] = change(parameters[index])
    case .inputGradients: changed.inputs = inputs.map(change)
    case .parameterGradients: changed.parameters = parameters.map(change)
    case .gradients, .weightsAndResults, .everything:
      changed.inputs = inputs.map(change)
      changed.parameters = parameters.map(change)
    case .inputsAndWeights, .everythingRead, .outputGradient, .output: break
    }
    return changed
  }
}
