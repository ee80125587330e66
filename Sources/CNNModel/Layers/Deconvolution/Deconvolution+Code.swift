extension Deconvolution: CodeExportable {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let padding = CodePadding(window: stampWindow(for: call.shapes))
    switch dialect {
    case .pytorch:
      let layer = PythonCall(
        "nn.ConvTranspose2d", call.shapes[0][1], channels, rule.kernel.python
      ).with("stride", rule.stride, unless: .one)
        .with("padding", padding.symmetric ?? Pair(0, 0), unless: Pair(0, 0))
        .with("output_padding", outputPadding, unless: Pair(0, 0))
        .with("groups", groups, unless: 1).with("bias", hasBias, unless: true)
        .with("dilation", rule.dilation, unless: .one)
      guard padding.symmetric == nil else { return LayerCode(module: "\(layer)", call.input) }
      let whole = "\(call.module)(\(call.input))"
      return LayerCode(holding: "\(layer)", padding.negated.pytorch(whole))
    case .keras:
      let layer = PythonCall("layers.Conv2DTranspose", channels, rule.kernel.python)
        .with("strides", rule.stride, unless: .one)
        .with("output_padding", outputPadding, unless: Pair(-1, -1))
        .with("dilation_rate", rule.dilation, unless: .one).with("use_bias", hasBias, unless: true)
      let note = groups == 1 ? nil : "in \(groups) groups, which Keras does not have here"
      let whole = "\(layer)(\(call.input))"
      return LayerCode(
        padding.isNone ? whole : "layers.Cropping2D(\(padding.keras))(\(whole))", note: note)
    }
  }
}
