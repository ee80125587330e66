import CNNEngine
import CNNModel
import NumberText

/// What the places of a network make of the numbers that come to them, in a step whose passes are all
/// done: as it is stored, by the definition, and by a changed rule.
struct PlaceInspector: Sendable {
  private let debugger: Debugger

  private var network: Network { debugger.network }
  private var execution: Execution { debugger.execution }

  /// - Parameter debugger: a copy of it goes through the passes of its step, as far as they can be done.
  init(_ debugger: Debugger) {
    var ahead = debugger
    while ahead.next != nil, ahead.refusal == nil {
      ahead.stepForward(keepingSnapshots: false)
    }
    self.debugger = ahead
  }

  /// The arrays of a place as they are stored; none where the step did not come to it. A gradient
  /// that several places add to is this place's part.
  func stored(at place: FaultPlace) -> [PlaceResult] {
    switch place {
    case .layer(let node, .forward):
      return results([.output], [execution.output(ValueReference(node))])
    case .layer(let node, .backward):
      guard execution.backwardPass(of: node) != nil else { return [] }
      let roles = gradientRoles(of: node)
      return results(
        roles,
        roles.map { role in
          switch role {
          case .inputGradient(let input): execution.edgeGradient(node: node, input: input)
          case .parameterGradient(let index): execution.parameterGradients(of: node)?[index]
          case .output, .loss, .lossGradient, .parameter: nil
          }
        })
    case .loss:
      return results(
        [.loss, .lossGradient],
        [
          execution.loss.map { Tensor(shape: [1], elements: [$0]) },
          execution.gradientParts(network.output)?.first,
        ])
    case .update: return updated { debugger.state.parameters[$0.node][$0.index] }
    }
  }

  /// The same arrays by the definition, as the layer or the loss computes them.
  func right(at place: FaultPlace) -> [PlaceResult] {
    switch place {
    case .layer(let node, .forward):
      let layer = network.nodes[node].layer
      return results([.output], [layer.forward(execution.forwardPass(of: node)).outputs.first])
    case .layer(let node, .backward):
      guard let pass = execution.backwardPass(of: node) else { return [] }
      return results(of: network.nodes[node].layer.backward(pass), node)
    case .loss:
      guard let (output, target) = compared else { return [] }
      let value = network.loss.value(output, target)
      return results(
        [.loss, .lossGradient],
        [Tensor(shape: [1], elements: [value]), network.loss.gradient(output, target)])
    case .update:
      return updated { reference in
        var (parameter, gradient, slots) = updateArguments(reference)
        debugger.optimizer.update(
          &parameter, gradient: gradient, slots: &slots, step: FaultPlace.updateNumber(debugger))
        return parameter
      }
    }
  }

  /// The same arrays by a changed rule.
  func changed(by rule: ChangedRule) -> [PlaceResult] {
    switch rule.place {
    case .layer(let node, .forward):
      return results([.output], [rule.arrays(execution.forwardPass(of: node)).first])
    case .layer(let node, .backward):
      guard let pass = execution.backwardPass(of: node) else { return [] }
      return results(of: rule.arrays(pass), node)
    case .loss:
      guard let (output, _) = compared else { return [] }
      let (value, gradient) = rule.arrays(lossOf: output)
      // What the rule leaves alone stays as it is defined.
      let unchanged = right(at: .loss).map(\.tensor)
      return results(
        [.loss, .lossGradient],
        [
          value.map { Tensor(shape: [1], elements: [$0]) } ?? unchanged[0],
          gradient ?? unchanged[1],
        ])
    case .update:
      return updated { reference in
        let (parameter, gradient, slots) = updateArguments(reference)
        return rule.parameter(parameter, gradient, slots)
      }
    }
  }

  /// The output and what the loss compares it with.
  private var compared: (output: Tensor, target: Target)? {
    guard execution.loss != nil, let output = execution.output(network.output),
      let target = execution.batch.target
    else { return nil }
    return (output, target)
  }
}

extension PlaceInspector {
  /// The gradients that a node makes, as far as the screen shows them: not those of parameters that
  /// several nodes share, nor those of further outputs of what it reads.
  private func gradientRoles(of node: Int) -> [PlaceResult.Role] {
    let inputs = network.nodes[node].inputs.indices.filter {
      network.nodes[node].inputs[$0].output == 0
    }
    let parameters = network.parameters(of: node).indices.filter {
      network.uses(of: ParameterReference(node, $0)).count <= 1
    }
    return inputs.map { .inputGradient($0) } + parameters.map { .parameterGradient($0) }
  }

  /// An array for every parameter that the update has moved, except those that several nodes share.
  private func updated(_ tensor: (ParameterReference) -> Tensor?) -> [PlaceResult] {
    guard debugger.last == .update else { return [] }
    return ParameterReference.ofOneUse(in: network).compactMap { reference in
      guard execution.parameterGradients(of: reference.node) != nil else { return nil }
      return tensor(reference).map { PlaceResult(role: .parameter(reference), tensor: $0) }
    }
  }

  /// What the update moves a parameter by.
  private func updateArguments(
    _ reference: ParameterReference
  ) -> (parameter: Tensor, gradient: Tensor, slots: [Tensor]) {
    execution.updateArguments(of: reference)
  }

  private func results(of gradients: Gradients, _ node: Int) -> [PlaceResult] {
    let roles = gradientRoles(of: node)
    return results(
      roles,
      roles.map { role in
        switch role {
        case .inputGradient(let input): gradients.inputs[input]
        case .parameterGradient(let index): gradients.parameters[index]
        case .output, .loss, .lossGradient, .parameter: nil
        }
      })
  }

  private func results(_ roles: [PlaceResult.Role], _ tensors: [Tensor?]) -> [PlaceResult] {
    zip(roles, tensors).compactMap { role, tensor in
      tensor.map { PlaceResult(role: role, tensor: $0) }
    }
  }
}

extension PlaceInspector {
  /// How one number of a place is defined, from what came to the place.
  func definition(
    of role: PlaceResult.Role, _ position: Position, at place: FaultPlace
  ) -> Expression? {
    switch (place, role) {
    case (.layer(let node, .forward), .output):
      return debugger.inspector.definition(of: TensorReference(node, .activation), at: position)
    case (.layer(let node, _), .inputGradient(let input)):
      return execution.backwardPass(of: node).map {
        network.nodes[node].layer.define(.inputGradient(input, position), in: $0)
      }
    case (.layer(let node, _), .parameterGradient(let index)):
      return execution.backwardPass(of: node).map {
        network.nodes[node].layer.define(.parameterGradient(index, position), in: $0)
      }
    case (.loss, .loss): return compared.map { network.loss.define($0.output, $0.target) }
    case (.loss, .lossGradient):
      return compared.map { network.loss.defineGradient(position, $0.output, $0.target) }
    case (.update, .parameter(let parameter)):
      return debugger.inspector.definition(
        of: TensorReference(parameter.node, .parameter(parameter.index)), at: position)
    default: return nil
    }
  }

  /// How a number of a place is called: `conv1.gradient[0,3,4]`, and `conv2's part of it` where several
  /// add to it.
  func name(
    of role: PlaceResult.Role, _ position: Position, at place: FaultPlace
  ) -> String {
    switch (place, role) {
    case (.layer(let node, _), .output): return name(TensorReference(node, .activation), position)
    case (.layer(let node, _), .parameterGradient(let index)):
      return name(TensorReference(node, .parameterGradient(index)), position)
    case (.layer(let node, _), .inputGradient(let input)):
      let value = network.nodes[node].inputs[input]
      let whole = name(TensorReference(value.node, .gradient), position)
      let isShared = network.consumers(of: value).count > 1 || value == network.output
      return isShared ? "the part of \(network.nodes[node].name) in \(whole)" : whole
    case (_, .lossGradient):
      return name(TensorReference(network.output.node, .gradient), position)
    case (_, .parameter(let parameter)):
      return name(TensorReference(parameter.node, .parameter(parameter.index)), position)
    default: return "loss"
    }
  }

  /// `conv1[0,3,4]`, with the sample where there are several.
  private func name(_ reference: TensorReference, _ position: Position) -> String {
    let name = debugger.names.name(of: .cell(reference, position))
    let isOfBatch = debugger.batchSize > 1 && network.hasBatch(reference)
    return isOfBatch ? "\(name) of sample \(position[0])" : name
  }

  /// The largest magnitude of the tensor that the screen shows for an array.
  func shownLimit(of result: PlaceResult, at place: FaultPlace) -> Float {
    guard case .layer(let node, _) = place, case .inputGradient(let input) = result.role,
      let whole = execution.gradient(network.nodes[node].inputs[input])
    else { return result.limit }
    return PlaceResult(role: result.role, tensor: whole).limit
  }
}
