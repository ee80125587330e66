/// The passes of a transposed convolution in steps: stamps that are added.
extension Deconvolution: SteppedLayer {
  public func forwardSteps(for inputs: [Shape]) -> [PassStep] {
    let arrays = arrays(inputs)
    return [
      PassStep("keep the input", arrays.image, .block),
      PassStep("each cell stamps the kernel", arrays.stamps, .products),
      PassStep("add the stamps, padding cut off", arrays.output, .sum),
    ] + (hasBias ? [PassStep("plus the bias", arrays.output, .output)] : [])
  }

  public func backwardSteps(for inputs: [Shape]) -> [PassStep] {
    let arrays = arrays(inputs)
    return [
      PassStep("gradient of the output", arrays.output, .outputGradient),
      PassStep("cut into blocks, times w", arrays.stamps, .shares),
      PassStep("sum of each block", arrays.image, .inputGradient),
      PassStep("weights: sum over positions of x·gy", arrays.weight, .parameterGradient(0)),
    ]
      + (hasBias
        ? [PassStep("bias: sum over positions", .init(["u": channels]), .parameterGradient(1))]
        : [])
  }

  private func arrays(
    _ inputs: [Shape]
  ) -> (image: NamedAxes, stamps: NamedAxes, output: NamedAxes, weight: NamedAxes) {
    let input = inputs[0]
    let window = geometry(inputs).window
    let (rows, columns, inner) = (window.rows, window.columns, channels / groups)
    return (
      .init(["m": input[0], "d": input[1], "h": input[2], "w": input[3]]),
      .init([
        "m": input[0], "d": input[1], "u": inner, "h": input[2], "w": input[3],
        "fh": rows.kernel, "fw": columns.kernel,
      ]),
      .init(["m": input[0], "u": channels, "oh": rows.extent, "ow": columns.extent]),
      .init(["d": input[1], "u": inner, "fh": rows.kernel, "fw": columns.kernel])
    )
  }
}
