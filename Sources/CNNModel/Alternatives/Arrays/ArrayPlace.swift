/// An array of a layer's passes, or several that share what happens to them.
struct ArrayPlace: Sendable {
  /// Which arrays it is.
  enum Kind: Hashable, Sendable {
    /// What both passes read.
    case input(Int)
    case parameter(Int)
    case inputsAndWeights
    case everythingRead
    /// What both passes read, with or without vectors such as biases, and what they compute.
    case weightsAndResults
    case everything
    /// What the backward pass reads.
    case outputGradient(Int)
    /// What the forward pass computes.
    case output(Int)
    /// What the backward pass computes.
    case inputGradient(Int)
    case parameterGradient(Int)
    case inputGradients, parameterGradients, gradients

    var includesResults: Bool { self == .weightsAndResults || self == .everything }
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
    case .input, .parameter, .inputsAndWeights, .everythingRead, .weightsAndResults, .everything:
      [reading(layer, change, names), readingBackward(layer, change, names)]
    case .outputGradient: [readingBackward(layer, change, names)]
    case .output(let index):
      [computing(index, layer, change, names)]
        + (change.adjoint == nil ? [] : [computingBackward(index, layer, change, names)])
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
        var result = layer.forward(pass.changing(kind) { change.changed($0, extents) })
        if kind.includesResults {
          result.outputs = result.outputs.map { change.changed($0, extents) }
        }
        return result
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
        return layer.backward(changed).changing(kind) { gradient in
          kind.includesResults
            ? change.changed(gradient, extents) : change.adjoint?(gradient, extents) ?? gradient
        }
      })
  }

  private func computing(
    _ index: Int, _ layer: any Layer, _ change: ArrayChange, _ names: Names
  ) -> Alternative {
    Alternative(
      names.rule, names.what, hint: names.hint, change.tier, of: layer,
      result: { pass, own in
        var result = own
        let extents = PassExtents(pass, outputs: own.outputs)
        result.outputs[index] = change.changed(own.outputs[index], extents)
        result.exactOutputs = [:]
        return result
      })
  }

  private func computingBackward(
    _ index: Int, _ layer: any Layer, _ change: ArrayChange, _ names: Names
  ) -> Alternative {
    Alternative(
      names.rule, names.what, hint: names.hint, change.tier, of: layer,
      backward: { pass in
        let extents = PassExtents(pass.forward, outputs: pass.outputs)
        var changed = pass
        changed.gradients[index] =
          change.adjoint?(pass.gradients[index], extents) ?? pass.gradients[index]
        return layer.backward(changed)
      })
  }
}
