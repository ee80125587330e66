extension LpPool: CodeExportable {
  /// PyTorch's layer takes the numbers with their signs, and no padding.
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let window = rule.checkedWindow(over: call.shapes[0])
    let area = rule.kernel.rows * rule.kernel.columns
    let note = rule.dilation == .one ? nil : "at dilation \(rule.dilation)"
    let sides = [
      (window.rows.before, window.rows.after), (window.columns.before, window.columns.after),
    ]
    let isPadded = sides.contains { $0 != (0, 0) }
    let powers = "\(dialect.library).abs(\(call.input)) ** \(order)"
    switch dialect {
    case .pytorch:
      let pads = [sides[1].0, sides[1].1, sides[0].0, sides[0].1]
      let padded = isPadded ? "F.pad(\(powers), \(pads.python))" : powers
      let layer = PythonCall("F.avg_pool2d", padded, rule.kernel.python)
        .with("stride", rule.stride, unless: rule.kernel)
        .with("ceil_mode", rule.ceiling, unless: false).with("divisor_override", 1)
      return LayerCode("\(layer) ** (1 / \(order))", note: note)
    case .keras:
      let pads = "((0, 0), (0, 0), \(sides[0]), \(sides[1]))"
      let padded = isPadded ? "ops.pad(\(powers), \(pads))" : powers
      let layer = PythonCall("ops.average_pool", padded, rule.kernel.python)
        .with("strides", rule.stride).with("data_format", "\"channels_first\"")
      return LayerCode("(\(area) * \(layer)) ** (1 / \(order))", note: note)
    }
  }
}
