extension LpPool: CodeExportable {
  /// PyTorch's layer does not take absolute values and has no padding.
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let window = rule.checkedWindow(over: call.shapes[0])
    let padding = CodePadding(window: window)
    let note = rule.dilation.isEverywhere(1) ? nil : "at dilation \(rule.dilation)"
    let powers = "\(dialect.library).abs(\(call.input)) ** \(order)"
    switch dialect {
    case .pytorch:
      let padded = padding.isNone ? powers : padding.pytorch(powers)
      let layer = PythonCall("F.avg_pool\(window.axes.count)d", padded, rule.kernel.python)
        .with("stride", rule.stride, unlessPlain: rule.kernel)
        .with("ceil_mode", rule.ceiling, unless: false).with("divisor_override", 1)
      return LayerCode("\(layer) ** (1 / \(order))", note: note)
    case .keras:
      let padded = padding.isNone ? powers : "ops.pad(\(powers), \(padding.allAxes))"
      let layer = PythonCall("ops.average_pool", padded, rule.kernel.python)
        .with("strides", rule.stride).with("data_format", "\"channels_first\"")
      return LayerCode("(\(window.kernelPlane) * \(layer)) ** (1 / \(order))", note: note)
    }
  }
}
