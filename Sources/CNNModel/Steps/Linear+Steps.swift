/// The passes of a linear layer in steps.
extension Linear: SteppedLayer {
  public func forwardSteps(for inputs: [Shape]) -> [PassStep] {
    let (batch, inner) = (inputs[0][0], inputs[0][1])
    let output: NamedAxes = .init(["m": batch, "u": units])
    return [
      PassStep("keep the input", .init(["m": batch, "d": inner]), .block),
      PassStep("times the weights", .init(["m": batch, "u": units, "d": inner]), .products),
      PassStep("sum over the inputs", output, .sum),
    ] + (hasBias ? [PassStep("plus the bias", output, .output)] : [])
  }

  public func backwardSteps(for inputs: [Shape]) -> [PassStep] {
    let (batch, inner) = (inputs[0][0], inputs[0][1])
    return [
      PassStep("gradient of the output", .init(["m": batch, "u": units]), .outputGradient),
      PassStep("times the weights", .init(["m": batch, "u": units, "d": inner]), .shares),
      PassStep("sum over the units", .init(["m": batch, "d": inner]), .inputGradient),
      PassStep(
        "weights: sum over samples of x·gy", .init(["u": units, "d": inner]),
        .parameterGradient(0)),
    ]
      + (hasBias
        ? [PassStep("bias: sum over samples", .init(["u": units]), .parameterGradient(1))] : [])
  }
}
