import CNNModel

extension Debugger {
  /// Whether the first axis of such a tensor is the batch.
  public func hasBatch(_ reference: TensorReference) -> Bool {
    switch reference.kind {
    case .activation, .gradient: network.hasBatch(reference.node)
    case .parameter, .parameterGradient, .statistic: false
    }
  }

  /// The sample of the batch that a position of such a tensor belongs to; `nil` without a batch.
  public func sample(of position: Position, _ reference: TensorReference) -> Int? {
    hasBatch(reference) ? position[0] : nil
  }

  /// The maps of such a tensor: of the sample that is looked at, where there are several.
  public func maps(_ tensor: Tensor, of reference: TensorReference) -> FeatureMaps {
    FeatureMaps(tensor, sample: hasBatch(reference) ? sample : nil)
  }

  /// The computation that made a number of the current step; `nil` where there is none, as for an
  /// image, or where what it needs was not computed yet.
  public func definition(of reference: TensorReference, at position: Position) -> Expression? {
    guard let parts = definitions(of: .cell(reference, position)) else { return nil }
    return parts.count == 1 ? parts[0].expression : .sum(parts.map(\.expression))
  }

  /// The computations whose sum is a number of the current step, with who defines each: one, except
  /// for the gradient of what several layers read.
  public func definitions(
    of number: NumberReference
  ) -> [(definer: Definer, expression: Expression)]? {
    switch number {
    case .loss:
      guard execution.loss != nil, let output = execution.output(network.output),
        let target = execution.batch.target
      else { return nil }
      return [(.loss, network.loss.define(output, target))]
    case .cell(let reference, let position): return definitions(of: reference, position)
    }
  }

  private func definitions(
    of reference: TensorReference, _ position: Position
  ) -> [(definer: Definer, expression: Expression)]? {
    let node = reference.node
    switch reference.kind {
    case .activation: return activation(node, position).map { [(.node(node), $0)] }
    case .gradient: return gradients(ValueReference(node), position)
    case .parameterGradient(let index):
      guard execution.parameterGradients(of: node) != nil else { return nil }
      return execution.backwardPass(of: node).map {
        let layer = network.nodes[node].layer
        return [(.node(node), layer.define(.parameterGradient(index, position), in: $0))]
      }
    case .parameter(let index):
      return update(node, index, position).map { [(.update(reference), $0)] }
    case .statistic: return nil
    }
  }

  private func activation(_ node: Int, _ position: Position) -> Expression? {
    guard !network.nodes[node].isSource, let output = execution.output(ValueReference(node)) else {
      return nil
    }
    let pass = BackwardPass(
      forward: execution.forwardPass(of: node), outputs: [output], gradients: [])
    return network.nodes[node].layer.define(.output(0, position), in: pass)
  }

  /// The gradient by what a node gave: what the loss and all who read it send back.
  private func gradients(
    _ value: ValueReference, _ position: Position
  ) -> [(definer: Definer, expression: Expression)]? {
    guard execution.gradient(value) != nil else { return nil }
    var parts: [(Definer, Expression)] = []
    if value == network.output, let output = execution.output(value),
      let target = execution.batch.target
    {
      let part = network.loss.defineGradient(position, output, target)
      parts.append((.loss, .named(network.loss.kind, part)))
    }
    for consumer in network.consumers(of: value) {
      guard let pass = execution.backwardPass(of: consumer.node) else { return nil }
      let node = network.nodes[consumer.node]
      let part = node.layer.define(.inputGradient(consumer.input, position), in: pass)
      parts.append((.node(consumer.node), .named(node.name, part)))
    }
    // Nothing reads it, so the loss does not depend on it.
    return parts.isEmpty ? [(.loss, .constant(0, "nobody reads it"))] : parts
  }

  /// How the update of the current step moved a parameter; `nil` before it.
  private func update(_ node: Int, _ index: Int, _ position: Position) -> Expression? {
    guard last == .update, let gradient = execution.parameterGradients(of: node)?[index] else {
      return nil
    }
    let start = execution.start
    return optimizer.define(
      position, parameter: start.parameters[node][index], gradient: gradient,
      slots: start.slots[node][index], step: state.updates)
  }
}
