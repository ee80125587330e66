/// The passes of a convolution in steps.
extension Convolution: SteppedLayer {
  public func forwardSteps(for inputs: [Shape]) -> [PassStep] {
    let steps = BlockSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    let perGroup = inputs[0][1] / groups
    let output = steps.output(channels)
    return [
      steps.padding,
      PassStep("cut it into blocks", steps.blocks, .block),
      PassStep("times the weights", steps.products(perGroup, channels), .products),
      PassStep("sum of each block", output, .sum),
    ] + (hasBias ? [PassStep("plus the bias", output, .output)] : [])
  }

  public func backwardSteps(for inputs: [Shape]) -> [PassStep] {
    let steps = BlockSteps(window: rule.checkedWindow(over: inputs[0]), input: inputs[0])
    let perGroup = inputs[0][1] / groups
    let kernel = rule.kernel
    let weight: NamedAxes = .init([
      "u": channels, "d": perGroup, "fh": kernel.rows, "fw": kernel.columns,
    ])
    return [
      PassStep("gradient of the output", steps.output(channels), .outputGradient),
      PassStep("to the windows, times w", steps.products(perGroup, channels), .shares),
      PassStep("sum over filters, padding cut off", steps.image, .inputGradient),
      PassStep("weights: sum over positions of x·gy", weight, .parameterGradient(0)),
    ]
      + (hasBias
        ? [PassStep("bias: sum over positions", .init(["u": channels]), .parameterGradient(1))]
        : [])
  }
}

/// The arrays of a layer that cuts an image into blocks.
struct BlockSteps {
  let window: ImageWindow
  let input: Shape

  var image: NamedAxes {
    .init(["m": input[0], "d": input[1], "h": input[2], "w": input[3]])
  }

  var padding: PassStep {
    let (rows, columns) = (window.rows, window.columns)
    let isPadded = rows.before + rows.after + columns.before + columns.after > 0
    return PassStep(
      isPadded ? "pad and keep the input" : "keep the input",
      .init([
        "m": input[0], "d": input[1], "h": rows.extent + rows.before + rows.after,
        "w": columns.extent + columns.before + columns.after,
      ]), .block)
  }

  var blocks: NamedAxes {
    .init([
      "m": input[0], "d": input[1], "oh": window.rows.outputs, "ow": window.columns.outputs,
      "fh": window.rows.kernel, "fw": window.columns.kernel,
    ])
  }

  func products(_ perGroup: Int, _ channels: Int) -> NamedAxes {
    .init([
      "m": input[0], "u": channels, "d": perGroup, "oh": window.rows.outputs,
      "ow": window.columns.outputs, "fh": window.rows.kernel, "fw": window.columns.kernel,
    ])
  }

  func output(_ channels: Int) -> NamedAxes {
    .init([
      "m": input[0], "u": channels, "oh": window.rows.outputs, "ow": window.columns.outputs,
    ])
  }
}
