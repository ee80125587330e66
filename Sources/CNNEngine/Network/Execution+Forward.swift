import CNNModel

extension Execution {
  /// A forward pass in evaluation mode, with the initial parameters of the network.
  public static func forward(_ network: Network, _ batch: Batch) -> Execution {
    let optimizer = StochasticGradientDescent(rate: 0)
    let plan = Plan(network, batchSize: batch.size)
    var state = ModelState(network, optimizer: optimizer, seed: 0)
    var execution = Execution(plan, batch: batch, state: state, context: PassContext())
    for phase in plan.phases.prefix(plan.forwardCount) {
      execution.run(phase, state: &state, optimizer: optimizer)
    }
    return execution
  }

  /// Some values of ``forward(_:_:)``.
  public static func outputs(
    _ network: Network, _ batch: Batch, of values: [ValueReference]
  ) -> [Value] {
    let execution = forward(network, batch)
    return values.map { reference in
      guard let value = execution.value(reference) else {
        preconditionFailure("\(network.valueName(reference)) was not computed")
      }
      return value
    }
  }
}
