extension AveragePool: DerivableLayer {
  package func forwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let steps = WindowSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    return [
      steps.padding,
      DerivationStep("cut it into blocks", steps.blocks, .block),
      DerivationStep("times the share of each cell", steps.blocks, .products),
      DerivationStep("sum of each block", steps.pooled, .output),
    ]
  }

  package func backwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let steps = WindowSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    return [
      DerivationStep("gradient of the output", steps.pooled, .outputGradient),
      DerivationStep("the same share to each", steps.blocks, .shares),
      DerivationStep("sum where blocks overlap, padding cut off", steps.image, .inputGradient),
    ]
  }
}
