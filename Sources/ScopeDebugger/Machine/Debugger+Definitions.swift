import CNNEngine

extension Debugger {
  /// Whether the first axis of such a tensor is the batch.
  public func hasBatch(_ kind: TensorReference.Kind) -> Bool {
    switch kind {
    case .activation, .gradient: true
    case .parameter, .parameterGradient, .statistic: false
    }
  }

  /// The computation that made a number of the current step; `nil` where there is none, as for an
  /// image, or where what it needs was not computed yet.
  public func definition(of reference: TensorReference, at position: Position) -> Expression? {
    let node = reference.node
    switch reference.kind {
    case .activation:
      guard !network.nodes[node].isSource else { return nil }
      guard let output = execution.output(ValueReference(node)) else { return nil }
      let pass = BackwardPass(
        forward: execution.forwardPass(of: node), outputs: [output], gradients: [output.zeros])
      return network.nodes[node].layer.define(.output(0, position), in: pass)
    case .gradient: return gradientDefinition(ValueReference(node), position)
    case .parameterGradient(let index):
      guard execution.parameterGradients(of: node) != nil else { return nil }
      return execution.backwardPass(of: node).map {
        network.nodes[node].layer.define(.parameterGradient(index, position), in: $0)
      }
    case .parameter, .statistic: return nil
    }
  }

  /// The gradient by what a node gave: the sum of what all who read it send back, the loss first.
  private func gradientDefinition(_ value: ValueReference, _ position: Position) -> Expression? {
    guard execution.gradient(value) != nil else { return nil }
    var parts: [Expression] = []
    if value == network.output, let output = execution.output(value),
      let target = execution.batch.target
    {
      parts.append(
        .named(network.loss.kind, network.loss.defineGradient(position, output, target)))
    }
    for consumer in network.consumers(of: value) {
      guard let pass = execution.backwardPass(of: consumer.node) else { return nil }
      let node = network.nodes[consumer.node]
      let part = node.layer.define(.inputGradient(consumer.input, position), in: pass)
      parts.append(.named(node.name, part))
    }
    return parts.count == 1 ? parts[0] : .sum(parts)
  }
}
