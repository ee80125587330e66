/// The derivation steps of a transposed convolution: scaled copies of the kernel that are added up.
extension Deconvolution: DerivableLayer {
  package func forwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let arrays = arrays(inputs)
    return [
      DerivationStep("keep the input", arrays.image, .block),
      DerivationStep("each cell times the kernel", arrays.products, .products),
      DerivationStep("sum where they overlap, padding cut off", arrays.output, .sum),
    ] + (hasBias ? [DerivationStep("plus the bias", arrays.output, .output)] : [])
  }

  package func backwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let arrays = arrays(inputs)
    return [
      DerivationStep("gradient of the output", arrays.output, .outputGradient),
      DerivationStep("cut into windows, times w", arrays.products, .shares),
      DerivationStep("sum of each window", arrays.image, .inputGradient),
      DerivationStep(
        "weights: sum over m, positions of x·gy", arrays.weight, .parameterGradient(0)),
    ]
      + (hasBias
        ? [
          DerivationStep(
            "bias: sum over m, positions", .init(["u": channels]), .parameterGradient(1))
        ]
        : [])
  }

  private func arrays(
    _ inputs: [Shape]
  ) -> (image: NamedAxes, products: NamedAxes, output: NamedAxes, weight: NamedAxes) {
    let input = inputs[0]
    let window = geometry(inputs).window
    let inner = channels / groups
    let (image, taps) = (
      NamedAxes.spatial(window.outputs), NamedAxes.spatial(window.kernel, of: "f")
    )
    return (
      .init(["m": input[0], "d": input[1]], image),
      .init(["m": input[0], "d": input[1], "u": inner], image + taps),
      .init(["m": input[0], "u": channels], NamedAxes.spatial(window.extents, of: "o")),
      .init(["d": input[1], "u": inner], taps)
    )
  }
}
