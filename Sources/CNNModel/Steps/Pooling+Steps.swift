/// The passes of the poolings in steps.
extension MaxPool: SteppedLayer {
  public func forwardSteps(for inputs: [Shape]) -> [PassStep] {
    let steps = BlockSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    return [
      steps.padding,
      PassStep("cut it into blocks", steps.blocks, .block),
      PassStep("the largest of each block, and which one", steps.pooled, .output),
    ]
  }

  public func backwardSteps(for inputs: [Shape]) -> [PassStep] {
    let steps = BlockSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    return [
      PassStep("gradient of the output", steps.pooled, .outputGradient),
      PassStep("to the winners, 0 to others", steps.blocks, .shares),
      PassStep("sum where blocks overlap, padding cut off", steps.image, .inputGradient),
    ]
  }
}

extension AveragePool: SteppedLayer {
  public func forwardSteps(for inputs: [Shape]) -> [PassStep] {
    let steps = BlockSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    return [
      steps.padding,
      PassStep("cut it into blocks", steps.blocks, .block),
      PassStep("times the share of each cell", steps.blocks, .products),
      PassStep("sum of each block", steps.pooled, .output),
    ]
  }

  public func backwardSteps(for inputs: [Shape]) -> [PassStep] {
    let steps = BlockSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    return [
      PassStep("gradient of the output", steps.pooled, .outputGradient),
      PassStep("the same share to each", steps.blocks, .shares),
      PassStep("sum where blocks overlap, padding cut off", steps.image, .inputGradient),
    ]
  }
}

extension BlockSteps {
  /// The output of a layer that keeps the channels apart.
  fileprivate var pooled: NamedAxes {
    .init([
      "m": input[0], "d": input[1], "oh": window.rows.outputs, "ow": window.columns.outputs,
    ])
  }
}
