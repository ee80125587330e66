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
