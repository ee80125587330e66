extension MaxPool: CodeExportable {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let padding = CodePadding(window: rule.checkedWindow(over: call.shapes[0]))
    switch dialect {
    case .pytorch:
      let layer = PythonCall("nn.MaxPool2d", rule.kernel.python)
        .with("stride", rule.stride, unless: rule.kernel)
        .with("padding", padding.symmetric ?? Pair(0, 0), unless: Pair(0, 0))
        .with("dilation", rule.dilation, unless: .one)
        .with("ceil_mode", rule.ceiling, unless: false)
      let input =
        padding.symmetric == nil
        ? padding.pytorch(call.input, value: "float(\"-inf\")") : call.input
      guard indices != nil else { return LayerCode(module: "\(layer)", input) }
      return LayerCode(
        module: "\(layer.with("return_indices", true))", input,
        note: "the places are counted within each map")
    case .keras:
      let layer = PythonCall("layers.MaxPooling2D", rule.kernel.python)
        .with("strides", rule.stride, unless: rule.kernel)
      let missing = [
        rule.dilation == .one ? nil : "at dilation \(rule.dilation)",
        rule.ceiling ? "with a last window that hangs over the end" : nil,
        indices == nil ? nil : "with the places of the largest",
      ].compactMap(\.self)
      return LayerCode(
        "\(layer)(\(padding.keras(call.input, value: "-float(\"inf\")")))",
        note: missing.isEmpty ? nil : missing.joined(separator: ", "))
    }
  }
}
