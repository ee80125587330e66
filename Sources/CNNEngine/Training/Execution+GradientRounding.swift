import CNNModel

extension Execution {
  /// How far rounding can move the gradients of this step.
  ///
  /// - Precondition: the loss was computed.
  public var gradientRounding: GradientRounding {
    guard let output = output(plan.network.output), let target = batch.target else {
      preconditionFailure("rounding of the gradients before the loss")
    }
    return GradientRounding(plan.network, output: output, target, passes: backwardPass)
  }
}
