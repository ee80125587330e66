extension AveragePool: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let window = rule.checkedWindow(over: call.shapes[0])
    let (padding, axes) = (CodePadding(window: window), window.axes.count)
    switch dialect {
    case .pytorch:
      var layer = PythonCall("nn.AvgPool\(axes)d", rule.kernel.python)
        .with("stride", rule.stride, unlessPlain: rule.kernel)
        .with("padding", padding.symmetric ?? .zero, unlessPlain: .zero)
        .with("ceil_mode", rule.ceiling, unless: false)
        .with("count_include_pad", countsPadding, unless: true)
      if let divisor { layer = layer.with("divisor_override", divisor) }
      let note = rule.dilation.isEverywhere(1) ? nil : "at dilation \(rule.dilation)"
      guard padding.symmetric == nil else {
        return LayerCode(module: "\(layer)", call.input, note: note)
      }
      let padded = padding.pytorch(call.input)
      guard !countsPadding, divisor == nil else {
        return LayerCode(module: "\(layer)", padded, note: note)
      }
      let ones = padding.pytorch("torch.ones_like(\(call.input))")
      return LayerCode(
        holding: "\(layer)", "\(call.module)(\(padded)) / \(call.module)(\(ones))", note: note)
    case .keras:
      let layer = PythonCall("layers.AveragePooling\(axes)D", rule.kernel.python)
        .with("strides", rule.stride, unlessPlain: rule.kernel)
      let missing = [
        divisor.map { "divided by \($0)" },
        rule.dilation.isEverywhere(1) ? nil : "at dilation \(rule.dilation)",
        rule.ceiling ? "with a last window that hangs over the end" : nil,
        countsPadding || padding.isNone ? nil : "the padding not counted",
      ].compactMap(\.self)
      return LayerCode(
        "\(layer)(\(padding.keras(call.input)))",
        note: missing.isEmpty ? nil : missing.joined(separator: ", "))
    }
  }
}
