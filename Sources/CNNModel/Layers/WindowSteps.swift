/// The arrays of the derivation steps of a layer that divides its input into blocks.
struct WindowSteps {
  let window: SpatialWindow
  let input: Shape

  var image: NamedAxes {
    NamedAxes(["m": input[0], "d": input[1]], NamedAxes.spatial(window.extents))
  }

  var padding: DerivationStep {
    let padded = window.axes.map { $0.extent + $0.before + $0.after }
    return DerivationStep(
      padded == window.extents ? "keep the input" : "pad and keep the input",
      NamedAxes(["m": input[0], "d": input[1]], NamedAxes.spatial(padded)), .block)
  }

  var blocks: NamedAxes { NamedAxes(["m": input[0], "d": input[1]], outputs + taps) }

  /// The windows in the order in which a loop over the output slices them, and then with the samples in
  /// front again.
  var windows: [DerivationStep] {
    let sliced = NamedAxes(outputs + blocks.channelsFirst.prefix(2) + taps)
    return [
      DerivationStep("slice the windows", sliced, .block),
      DerivationStep("moveaxis: m to the front", blocks, .rearranged),
    ]
  }

  /// The windows with an axis along which the weights of all filters lie; in groups, each filter has
  /// the channels of its own group.
  func expandedWindows(groups: Int, filters: Int) -> DerivationStep {
    guard groups > 1 else {
      return DerivationStep("expand_dims: u of length 1", products(input[1], 1), .rearranged)
    }
    let each = filters / groups
    let repetition =
      each == 1 ? "each for one filter" : "each repeated for its \(each) filters"
    return DerivationStep(
      "reshape: d in \(groups) groups, \(repetition)", products(input[1] / groups, filters),
      .rearranged)
  }

  /// The gradient of the output with an axis for each of those of a window.
  func expandedGradient(_ channels: Int) -> DerivationStep {
    let ones = NamedAxes.spatial(window.kernel.map { _ in 1 }, of: "f")
    return DerivationStep(
      "expand_dims: " + ones.map(\.name).joined(separator: ", ") + ", d of length 1",
      NamedAxes(["m": input[0], "u": channels, "d": 1], outputs + ones), .rearranged)
  }

  /// The gradient of the image, as it is before the first window adds to it.
  var zeros: DerivationStep {
    DerivationStep("dX = 0", padding.array, .zeros)
  }

  /// What each output cell adds to `dX`, over the cells of its window; the padding is cut off at the end.
  func accumulation(of parts: String) -> DerivationStep {
    let isPadded = padding.array != image
    return DerivationStep(
      "dX[window] += \(parts)" + (isPadded ? ", unpadded" : ""), image, .inputGradient)
  }

  func products(_ perGroup: Int, _ channels: Int) -> NamedAxes {
    NamedAxes(["m": input[0], "u": channels, "d": perGroup], outputs + taps)
  }

  func output(_ channels: Int) -> NamedAxes {
    NamedAxes(["m": input[0], "u": channels], outputs)
  }

  /// The output of a layer that does not mix channels.
  var pooled: NamedAxes { NamedAxes(["m": input[0], "d": input[1]], outputs) }

  /// What the gradient of a weight or a bias adds up: `sum over m, oh, ow`.
  var sum: String { "sum over " + (["m"] + outputs.map(\.name)).joined(separator: ", ") }

  private var outputs: [NamedAxes.Axis] { NamedAxes.spatial(window.outputs, of: "o") }
  private var taps: [NamedAxes.Axis] { NamedAxes.spatial(window.kernel, of: "f") }
}
