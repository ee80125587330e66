extension AveragePool: DerivableLayer {
  package func forwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let steps = WindowSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    return [steps.padding] + steps.windows + [
      DerivationStep("times the share of each cell", steps.blocks, .products),
      DerivationStep("sum of each window", steps.pooled, .output),
    ]
  }

  package func backwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let steps = WindowSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    return [
      DerivationStep("gradient of the output", steps.pooled, .outputGradient),
      steps.zeros,
      DerivationStep("to each cell of the window the same share", steps.blocks, .shares),
      steps.accumulation(of: "its shares"),
    ]
  }
}
