package import CNNModel

extension Debugger {
  /// A debugger behind the backward pass of a step whose loss compares the output with values: where
  /// the loss is one of the outputs, every gradient is the gradient of that output.
  ///
  /// - Parameters:
  ///   - name: what the inputs are called.
  ///   - batch: the inputs, with a target of values.
  package static func afterBackwardPass(
    _ network: Network, _ batch: Batch, name: String, state: ModelState, seed: UInt64
  ) -> Debugger {
    let values = batch.inputs.enumerated().map { index, tensor in
      batch.exactInputs[index] ?? Value.floats(tensor)
    }
    var input = NetworkInput(name, inputs: values)
    input.target = batch.target.map { WantedOutput(name: name, $0) }
    var debugger = Debugger(
      network, input: input, optimizer: StochasticGradientDescent(rate: 0), seed: seed,
      loaded: state)
    while let next = debugger.next, next != .update, debugger.refusal == nil {
      debugger.stepForward(keepingSnapshots: false)
    }
    return debugger
  }
}
