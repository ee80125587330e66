/// The arrays of a layer that cuts an image into blocks.
struct WindowSteps {
  let window: ImageWindow
  let input: Shape

  var image: NamedAxes {
    .init(["m": input[0], "d": input[1], "h": input[2], "w": input[3]])
  }

  var padding: DerivationStep {
    let (rows, columns) = (window.rows, window.columns)
    let isPadded = rows.before + rows.after + columns.before + columns.after > 0
    return DerivationStep(
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

  /// The output of a layer that keeps the channels apart.
  var pooled: NamedAxes {
    .init([
      "m": input[0], "d": input[1], "oh": window.rows.outputs, "ow": window.columns.outputs,
    ])
  }
}
