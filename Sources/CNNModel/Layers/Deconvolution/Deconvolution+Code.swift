extension Deconvolution: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let window = outputWindow(for: call.shapes)
    let (padding, axes) = (CodePadding(window: window), window.axes.count)
    switch dialect {
    case .pytorch:
      let layer = PythonCall(
        "nn.ConvTranspose\(axes)d", call.shapes[0][1], channels, rule.kernel.python
      ).with("stride", rule.stride, unlessPlain: .one)
        .with("padding", padding.symmetric ?? .zero, unlessPlain: .zero)
        .with("output_padding", outputPadding, unlessPlain: .zero)
        .with("groups", groups, unless: 1).with("bias", hasBias, unless: true)
        .with("dilation", rule.dilation, unlessPlain: .one)
      guard padding.symmetric == nil else { return LayerCode(module: "\(layer)", call.input) }
      let whole = "\(call.module)(\(call.input))"
      return LayerCode(holding: "\(layer)", padding.negated.pytorch(whole))
    case .keras:
      let layer = PythonCall("layers.Conv\(axes)DTranspose", channels, rule.kernel.python)
        .with("strides", rule.stride, unlessPlain: .one)
        .with("output_padding", outputPadding)
        .with("dilation_rate", rule.dilation, unlessPlain: .one).with(
          "use_bias", hasBias, unless: true)
      let note = groups == 1 ? nil : "in \(groups) groups, which Keras does not have here"
      let whole = "\(layer)(\(call.input))"
      return LayerCode(
        padding.isNone ? whole : "layers.Cropping\(axes)D(\(padding.keras))(\(whole))", note: note)
    }
  }
}
