extension Convolution: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let window = rule.checkedWindow(over: call.shapes[0])
    let (padding, axes) = (CodePadding(window: window), window.axes.count)
    let note = rule.isFlipped ? "with its kernels rotated by 180°" : nil
    switch dialect {
    case .pytorch:
      let plain = PythonCall("Conv\(axes)d", call.shapes[0][1], channels, rule.kernel.python)
        .with("stride", rule.stride, unlessPlain: .one)
      let isOwn = padding.symmetric != nil && rule.fill == .zeros
      let padded = plain.with(
        "padding", isOwn ? padding.symmetric ?? .one : .zero, unlessPlain: .zero
      )
      .with("dilation", rule.dilation, unlessPlain: .one).with("groups", groups, unless: 1)
      .with("bias", hasBias, unless: true)
      let input =
        isOwn ? call.input : padding.pytorch(call.input, mode: rule.fill.pytorch)
      return LayerCode(module: "nn.\(padded)", input, note: note)
    case .keras:
      let layer = PythonCall("layers.Conv\(axes)D", channels, rule.kernel.python)
        .with("strides", rule.stride, unlessPlain: .one)
        .with("dilation_rate", rule.dilation, unlessPlain: .one).with("groups", groups, unless: 1)
        .with("use_bias", hasBias, unless: true)
      return LayerCode(
        "\(layer)(\(padding.keras(call.input, mode: rule.fill.keras)))", note: note)
    }
  }
}
