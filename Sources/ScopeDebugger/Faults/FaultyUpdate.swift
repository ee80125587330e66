import CNNEngine
import CNNModel

/// An update by a changed rule.
extension PlantedFault {
  /// Moves the parameters by the changed rule instead, after the update by the optimizer.
  ///
  /// - Parameters:
  ///   - state: what the optimizer left.
  ///   - execution: the step.
  func update(_ state: inout ModelState, _ execution: Execution, _ optimizer: any Optimizer) {
    guard place == .update,
      let changed = optimizer.alternatives(step: state.updates).first(where: { $0.rule == rule })
    else { return }
    for reference in ParameterReference.ofOneUse(in: execution.plan.network)
    where execution.parameterGradients(of: reference.node) != nil {
      let (parameter, gradient, slots) = execution.updateArguments(of: reference)
      let moved = changed.apply(parameter, gradient, slots)
      state.parameters[reference.node][reference.index] = moved.parameter
      state.slots[reference.node][reference.index] = moved.slots
    }
  }
}

extension Execution {
  /// What an update moves a parameter by: its numbers, their gradient, and what the optimizer
  /// remembers, before the update.
  ///
  /// - Precondition: the backward pass of its node is done.
  func updateArguments(
    of reference: ParameterReference
  ) -> (parameter: Tensor, gradient: Tensor, slots: [Tensor]) {
    let (node, index) = (reference.node, reference.index)
    let parameter = start.parameters[node][index]
    let gradient = parameterGradients(of: node)?[index] ?? parameter.zeros
    return (parameter, gradient, start.slots[node][index])
  }
}

extension ParameterReference {
  /// The parameters of a network that no two nodes share.
  static func ofOneUse(in network: Network) -> [ParameterReference] {
    network.nodes.indices.flatMap { node in
      network.parameters(of: node).indices.map { ParameterReference(node, $0) }
    }.filter { network.uses(of: $0).count <= 1 }
  }
}
