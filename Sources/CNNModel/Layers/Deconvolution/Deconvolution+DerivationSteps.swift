/// The derivation steps of a transposed convolution: scaled copies of the kernel that are added up.
extension Deconvolution: DerivableLayer {
  package func forwardSteps(for inputs: [Shape]) -> [DerivationStep] {
    let arrays = arrays(inputs)
    return [
      DerivationStep("keep the input", arrays.image, .block),
      DerivationStep("y = 0", arrays.padded, .zeros),
      DerivationStep("each cell times the kernel", arrays.products, .products),
      DerivationStep(
        "y[window] += their sum over d" + (arrays.padded == arrays.output ? "" : ", unpadded"),
        arrays.output, .sum),
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

  /// The arrays of the steps; the output is `padded` before its padding is cut off.
  private struct Arrays {
    let image, products, padded, output, weight: NamedAxes
  }

  private func arrays(_ inputs: [Shape]) -> Arrays {
    let input = inputs[0]
    let window = geometry(inputs).window
    let inner = channels / groups
    let (image, taps) = (
      NamedAxes.spatial(window.outputs), NamedAxes.spatial(window.kernel, of: "f")
    )
    let padded = window.axes.map { $0.extent + $0.before + $0.after }
    func output(_ extents: [Int]) -> NamedAxes {
      .init(["m": input[0], "u": channels], NamedAxes.spatial(extents, of: "o"))
    }
    return Arrays(
      image: .init(["m": input[0], "d": input[1]], image),
      products: .init(["m": input[0], "d": input[1], "u": inner], image + taps),
      padded: output(padded), output: output(window.extents),
      weight: .init(["d": input[1], "u": inner], taps))
  }
}
