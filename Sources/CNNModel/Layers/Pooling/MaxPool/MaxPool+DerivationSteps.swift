/// The derivation steps of max pooling.
extension MaxPool: DerivableLayer {
  package func forwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let steps = WindowSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    return [steps.padding] + steps.windows + [
      DerivationStep("the largest of each window, and which one", steps.pooled, .output)
    ]
  }

  package func backwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let steps = WindowSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    return [
      DerivationStep("gradient of the output", steps.pooled, .outputGradient),
      steps.zeros,
      DerivationStep("to the largest of the window, 0 to the others", steps.blocks, .shares),
      steps.accumulation(of: "its shares"),
    ]
  }
}
