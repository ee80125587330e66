/// An array of a layer's passes, or several that share what happens to them.
struct ArrayPlace: Sendable {
  /// Which arrays it is.
  enum Kind: Hashable, Sendable {
    /// What both passes read.
    case input(Int)
    case parameter(Int)
    case everythingRead
    /// What the backward pass reads.
    case outputGradient(Int)
    /// What the forward pass computes.
    case output(Int)
    /// What the backward pass computes.
    case inputGradient(Int)
    case parameterGradient(Int)
    case inputGradients, parameterGradients, gradients
  }

  let kind: Kind
  /// The beginning of the names of rules: `input-gradient`.
  let rule: String
  /// What it is called in a sentence: `the gradient of the input`.
  let words: String
  /// Whether the words are a plural.
  var isPlural = false
  /// What may happen there.
  let changes: [ArrayChange]

  /// The alternatives of a layer with one of the changes there, in every pass that it reaches.
  func alternatives(of layer: any Layer) -> [Alternative] {
    changes.flatMap { change in
      let what = "\(words) \(isPlural ? "are" : "is") \(change.what)"
      let names = Names(
        rule: "\(rule)-\(change.rule)", what: what, hint: "Look at \(words): \(change.aspect).")
      return alternatives(of: layer, change, names)
    }
  }

  private struct Names {
    let rule: String
    let what: String
    let hint: String
  }

  private func alternatives(
    of layer: any Layer, _ change: ArrayChange, _ names: Names
  ) -> [Alternative] {
    switch kind {
    case .input, .parameter, .everythingRead:
      [reading(layer, change, names), readingBackward(layer, change, names)]
    case .outputGradient: [readingBackward(layer, change, names)]
    case .output(let index):
      [
        Alternative(
          names.rule, names.what, hint: names.hint, change.tier, of: layer,
          result: { pass, own in
            var result = own
            let extents = PassExtents(pass, outputs: own.outputs)
            result.outputs[index] = change.changed(own.outputs[index], extents)
            result.exactOutputs = [:]
            return result
          })
      ]
    default:
      [
        Alternative(
          names.rule, names.what, hint: names.hint, change.tier, of: layer,
          gradients: { pass, own in
            let extents = PassExtents(pass.forward, outputs: pass.outputs)
            return own.changing(kind) { change.changed($0, extents) }
          })
      ]
    }
  }

  private func reading(
    _ layer: any Layer, _ change: ArrayChange, _ names: Names
  ) -> Alternative {
    Alternative(
      names.rule, names.what, hint: names.hint, change.tier, of: layer,
      forward: { pass in
        let extents = PassExtents(pass, outputs: [])
        return layer.forward(pass.changing(kind) { change.changed($0, extents) })
      })
  }

  private func readingBackward(
    _ layer: any Layer, _ change: ArrayChange, _ names: Names
  ) -> Alternative {
    Alternative(
      names.rule, names.what, hint: names.hint, change.tier, of: layer,
      backward: { pass in
        let extents = PassExtents(pass.forward, outputs: pass.outputs)
        var changed = pass
        changed.forward = pass.forward.changing(kind) { change.changed($0, extents) }
        changed.change(kind) { change.changed($0, extents) }
        return layer.backward(changed).changing(kind) { change.adjoint($0, extents) }
      })
  }
}

extension ForwardPass {
  /// With what is read at a place changed.
  fileprivate func changing(
    _ place: ArrayPlace.Kind, _ change: (Tensor) -> Tensor
  ) -> ForwardPass {
    var pass = self
    switch place {
    case .input(let index):
      pass.inputs[index] = change(inputs[index])
      pass.exactInputs[index] = nil
    case .parameter(let index): pass.parameters[index] = change(parameters[index])
    case .everythingRead:
      pass.inputs = inputs.map(change)
      pass.parameters = parameters.map(change)
      pass.exactInputs = [:]
    default: break
    }
    return pass
  }
}

extension BackwardPass {
  fileprivate mutating func change(_ place: ArrayPlace.Kind, _ change: (Tensor) -> Tensor) {
    if case .outputGradient(let index) = place { gradients[index] = change(gradients[index]) }
  }
}

extension Gradients {
  /// With the gradients that belong to a place changed.
  fileprivate func changing(
    _ place: ArrayPlace.Kind, _ change: (Tensor) -> Tensor
  ) -> Gradients {
    var changed = self
    switch place {
    case .input(let index), .inputGradient(let index): changed.inputs[index] = change(inputs[index])
    case .parameter(let index), .parameterGradient(let index):
      changed.parameters[index] = change(parameters[index])
    case .inputGradients: changed.inputs = inputs.map(change)
    case .parameterGradients: changed.parameters = parameters.map(change)
    case .gradients:
      changed.inputs = inputs.map(change)
      changed.parameters = parameters.map(change)
    case .everythingRead, .outputGradient, .output: break
    }
    return changed
  }
}
