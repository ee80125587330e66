/// The derivation steps of a convolution.
extension Convolution: DerivableLayer {
  package func forwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let steps = WindowSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    let perGroup = inputs[0][1] / groups
    let output = steps.output(channels)
    return [steps.padding] + steps.windows + [
      steps.expandedWindows(groups: groups, filters: channels),
      DerivationStep("times the weights", steps.products(perGroup, channels), .products),
      DerivationStep("sum of each window", output, .sum),
    ] + (hasBias ? [DerivationStep("plus the bias", output, .output)] : [])
  }

  package func backwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let steps = WindowSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    let perGroup = inputs[0][1] / groups
    let taps = NamedAxes.spatial(steps.window.kernel, of: "f")
    let weight = NamedAxes(["u": channels, "d": perGroup], taps)
    return [
      DerivationStep("gradient of the output", steps.output(channels), .outputGradient),
      steps.expandedGradient(channels),
      steps.zeros,
      DerivationStep("to the windows, times w", steps.products(perGroup, channels), .shares),
      steps.accumulation(of: "their sum over u"),
      DerivationStep("weights: \(steps.sum) of x·gy", weight, .parameterGradient(0)),
    ]
      + (hasBias
        ? [
          DerivationStep("bias: \(steps.sum)", .init(["u": channels]), .parameterGradient(1))
        ]
        : [])
  }
}
