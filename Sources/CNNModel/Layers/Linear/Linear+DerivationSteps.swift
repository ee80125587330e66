/// The derivation steps of a linear layer.
extension Linear: DerivableLayer {
  package func forwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let (batch, inner) = (inputs[0][0], inputs[0][1])
    let output: NamedAxes = .init(["m": batch, "u": units])
    return [
      DerivationStep("keep the input", .init(["m": batch, "d": inner]), .block),
      DerivationStep("times the weights", .init(["m": batch, "u": units, "d": inner]), .products),
      DerivationStep("sum over the inputs", output, .sum),
    ] + (hasBias ? [DerivationStep("plus the bias", output, .output)] : [])
  }

  package func backwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let (batch, inner) = (inputs[0][0], inputs[0][1])
    return [
      DerivationStep("gradient of the output", .init(["m": batch, "u": units]), .outputGradient),
      DerivationStep("times the weights", .init(["m": batch, "u": units, "d": inner]), .shares),
      DerivationStep("sum over the units", .init(["m": batch, "d": inner]), .inputGradient),
      DerivationStep(
        "weights: sum over m of x·gy", .init(["u": units, "d": inner]),
        .parameterGradient(0)),
    ]
      + (hasBias
        ? [DerivationStep("bias: sum over m", .init(["u": units]), .parameterGradient(1))]
        : [])
  }
}
