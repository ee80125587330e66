import CNNModel

/// Explains the numbers of the current step: which computation made them, where they were read
/// from, their receptive field, and what depends on them.
package struct StepInspector: Sendable {
  let debugger: Debugger

  /// The computation that made a number of the current step; `nil` where there is none, as for an
  /// image, or where what it needs was not computed yet.
  package func definition(of reference: TensorReference, at position: Position) -> Expression? {
    guard let parts = definitions(of: .cell(reference, position)) else { return nil }
    return parts.count == 1 ? parts[0].expression : .sum(parts.map(\.expression))
  }

  /// The computations whose sum is a number of the current step, with what defines each: one, except
  /// for the gradient of what several layers read.
  package func definitions(
    of number: NumberReference
  ) -> [(definer: Definer, expression: Expression)]? {
    switch number {
    case .loss:
      guard debugger.execution.loss != nil,
        let output = debugger.execution.output(debugger.network.output),
        let target = debugger.execution.batch.target
      else { return nil }
      return [(.loss, debugger.network.loss.define(output, target))]
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
      guard debugger.execution.parameterGradients(of: node) != nil else { return nil }
      return parameterGradient(.init(node, index), position)
    case .parameter(let index):
      return update(node, index, position).map { [(.update(reference), $0)] }
    case .statistic: return nil
    }
  }

  private func activation(_ node: Int, _ position: Position) -> Expression? {
    guard !debugger.network.nodes[node].isSource,
      let output = debugger.execution.output(ValueReference(node))
    else {
      return nil
    }
    let pass = BackwardPass(
      forward: debugger.execution.forwardPass(of: node), outputs: [output], gradients: [])
    return debugger.network.nodes[node].layer.define(.output(0, position), in: pass)
  }

  /// The gradient with respect to a node's output: the sum over the loss and all layers that read it.
  private func gradients(
    _ value: ValueReference, _ position: Position
  ) -> [(definer: Definer, expression: Expression)]? {
    guard debugger.execution.gradient(value) != nil else { return nil }
    var parts: [(Definer, Expression)] = []
    if value == debugger.network.output, let output = debugger.execution.output(value),
      let target = debugger.execution.batch.target
    {
      let part = debugger.network.loss.defineGradient(position, output, target)
      parts.append((.loss, .named(debugger.network.loss.kind, part)))
    }
    for consumer in debugger.network.consumers(of: value) {
      guard let pass = debugger.execution.backwardPass(of: consumer.node) else { return nil }
      let node = debugger.network.nodes[consumer.node]
      let part = node.layer.define(.inputGradient(consumer.input, position), in: pass)
      parts.append((.node(consumer.node), .named(node.name, part)))
    }
    // Nothing reads it, so the loss does not depend on it.
    return parts.isEmpty ? [(.loss, .constant(0, "no layer reads it"))] : parts
  }

  /// The gradient of a parameter: the sum over its uses, each named where there are several.
  private func parameterGradient(
    _ parameter: ParameterReference, _ position: Position
  ) -> [(definer: Definer, expression: Expression)]? {
    let (network, execution) = (debugger.network, debugger.execution)
    let parts = execution.parameterGradientParts(parameter)
    guard let own = network.uses(of: parameter).first(where: { $0.parameter == parameter }) else {
      return nil
    }
    let shape = network.parameters(of: parameter.node)[parameter.index].shape
    var definitions: [(Definer, Expression)] = []
    for part in parts {
      let (node, index) = (part.use.parameter.node, part.use.parameter.index)
      guard let pass = execution.backwardPass(of: node) else { return nil }
      let offset = own.converted(shape.offset(of: position), to: part.use, in: network)
      let place = network.parameters(of: node)[index].shape.position(at: offset)
      let definition = network.nodes[node].layer.define(.parameterGradient(index, place), in: pass)
      definitions.append(
        (.node(node), parts.count == 1 ? definition : .named(network.nodes[node].name, definition)))
    }
    return definitions
  }

  /// How the update of the current step moved a parameter; `nil` before it.
  private func update(_ node: Int, _ index: Int, _ position: Position) -> Expression? {
    guard debugger.last == .update,
      let gradient = debugger.execution.parameterGradients(of: node)?[index]
    else {
      return nil
    }
    let start = debugger.execution.start
    return debugger.optimizer.define(
      position, parameter: start.parameters[node][index], gradient: gradient,
      slots: start.slots[node][index], step: debugger.state.updates)
  }
}

extension Debugger {
  package var inspector: StepInspector { StepInspector(debugger: self) }
}
