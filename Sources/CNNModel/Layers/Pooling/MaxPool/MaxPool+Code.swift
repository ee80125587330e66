extension MaxPool: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let window = rule.checkedWindow(over: call.shapes[0])
    let (padding, axes) = (CodePadding(window: window), window.axes.count)
    switch dialect {
    case .pytorch:
      let layer = PythonCall("nn.MaxPool\(axes)d", rule.kernel.python)
        .with("stride", rule.stride, unlessPlain: rule.kernel)
        .with("padding", padding.symmetric ?? .zero, unlessPlain: .zero)
        .with("dilation", rule.dilation, unlessPlain: .one)
        .with("ceil_mode", rule.ceiling, unless: false)
      let input =
        padding.symmetric == nil
        ? padding.pytorch(call.input, value: "float(\"-inf\")") : call.input
      guard indices != nil else { return LayerCode(module: "\(layer)", input) }
      return LayerCode(
        module: "\(layer.with("return_indices", true))", input,
        note: "the places are counted within each map")
    case .keras:
      let layer = PythonCall("layers.MaxPooling\(axes)D", rule.kernel.python)
        .with("strides", rule.stride, unlessPlain: rule.kernel)
      let missing = [
        rule.dilation.isEverywhere(1) ? nil : "at dilation \(rule.dilation)",
        rule.ceiling ? "with a last window that hangs over the end" : nil,
        indices == nil ? nil : "with the places of the largest",
      ].compactMap(\.self)
      return LayerCode(
        "\(layer)(\(padding.keras(call.input, value: "-float(\"inf\")")))",
        note: missing.isEmpty ? nil : missing.joined(separator: ", "))
    }
  }
}
