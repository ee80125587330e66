import CNNModel

/// The layer's own passes on what was given, which many alternatives go on from.
struct OwnPasses: Sendable {
  let computation: LayerComputation
  let pass: ForwardPass
  let forward: ForwardResult
  let backwardPass: BackwardPass?
  let backward: Gradients?
  let results: RoleArrays
  let gradients: RoleArrays
  /// Whether the backward pass depends on the outputs at all.
  let readsOutputs: Deferred<Bool>

  init(_ computation: LayerComputation, _ given: RoleArrays) {
    let layer = computation.layer
    let forward = layer.forward(computation.pass(given))
    let outputs = LayerComputation.roles(of: forward)
    let pass = computation.backwardPass(given, outputs)
    let backward = pass.map(layer.backward)
    self.computation = computation
    self.pass = computation.pass(given)
    (self.forward, backwardPass, self.backward) = (forward, pass, backward)
    gradients = backward.map(LayerComputation.roles(of:)) ?? [:]
    results = outputs.merging(gradients) { $1 }
    readsOutputs = Deferred {
      guard var other = pass, let backward else { return false }
      other.outputs = other.outputs.map { $0.map { $0 + 1 } }
      let gradients = layer.backward(other)
      return gradients.inputs != backward.inputs || gradients.parameters != backward.parameters
    }
  }

  func results(of alternative: Alternative) -> RoleArrays {
    LayerComputation.roles(of: alternative.forward(pass, own: forward))
  }

  func gradients(of alternative: Alternative) -> RoleArrays? {
    backwardPass.map { LayerComputation.roles(of: alternative.backward($0, own: backward)) }
  }

  /// Those with other outputs than the layer's own.
  func gradients(of alternative: Alternative, _ outputs: RoleArrays) -> RoleArrays? {
    backwardPass(for: outputs).map { LayerComputation.roles(of: alternative.backward($0)) }
  }

  func gradients(for outputs: RoleArrays) -> RoleArrays {
    backwardPass(for: outputs).map {
      LayerComputation.roles(of: computation.layer.backward($0))
    } ?? [:]
  }

  private func backwardPass(for outputs: RoleArrays) -> BackwardPass? {
    guard var other = backwardPass else { return nil }
    let changed = other.outputs.indices.compactMap { outputs[.output($0)] }
    guard changed.map(\.shape) == other.outputs.map(\.shape) else { return nil }
    other.outputs = changed
    return other
  }
}

extension LayerComputation {
  /// The results of a forward pass by their roles.
  static func roles(of result: ForwardResult) -> RoleArrays {
    var results: RoleArrays = [:]
    for (index, output) in result.outputs.enumerated() { results[.output(index)] = output }
    for (index, after) in result.statistics.enumerated() {
      results[.updatedStatistic(index)] = after
    }
    return results
  }

  /// The results of a backward pass by their roles.
  static func roles(of gradients: Gradients) -> RoleArrays {
    var results: RoleArrays = [:]
    for (index, gradient) in gradients.inputs.enumerated() {
      results[.inputGradient(index)] = gradient
    }
    for (index, gradient) in gradients.parameters.enumerated() {
      results[.parameterGradient(index)] = gradient
    }
    return results
  }
}
