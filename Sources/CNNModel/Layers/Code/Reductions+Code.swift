extension Reduction {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let shape = call.shapes[0]
    let axes = (axes ?? Array(0..<shape.rank)).map { $0 < 0 ? $0 + shape.rank : $0 }.sorted()
    guard !axes.isEmpty else { return LayerCode(elementwise(call.input, dialect)) }
    return LayerCode(
      dialect == .pytorch ? pytorch(call.input, axes) : keras(call.input, axes))
  }

  /// Over no axis at all.
  private func elementwise(_ x: String, _ dialect: CodeDialect) -> String {
    switch operation {
    case .sum, .mean, .maximum, .minimum, .product, .logSumExp: x
    case .sumOfSquares: "\(x) ** 2"
    case .l1, .l2: "\(dialect.library).abs(\(x))"
    case .logSum: "\(dialect.library).log(\(x))"
    }
  }

  private func pytorch(_ x: String, _ axes: [Int]) -> String {
    func over(_ name: String, _ x: String) -> String {
      "torch.\(name)(\(x), dim=\(axes.python), keepdim=\(keepsAxes.python))"
    }
    return switch operation {
    case .sum: over("sum", x)
    case .mean: over("mean", x)
    case .maximum: over("amax", x)
    case .minimum: over("amin", x)
    case .product:
      // One axis at a time, the last first, so that the places of the others stay.
      axes.reversed().reduce(x) { "torch.prod(\($0), dim=\($1), keepdim=\(keepsAxes.python))" }
    case .sumOfSquares: over("sum", "\(x) ** 2")
    case .l1: over("sum", "\(x).abs()")
    case .l2: over("sum", "\(x) ** 2") + ".sqrt()"
    case .logSum: over("sum", x) + ".log()"
    case .logSumExp: over("logsumexp", x)
    }
  }

  private func keras(_ x: String, _ axes: [Int]) -> String {
    func over(_ name: String, _ x: String) -> String {
      "ops.\(name)(\(x), axis=\(axes.python), keepdims=\(keepsAxes.python))"
    }
    return switch operation {
    case .sum: over("sum", x)
    case .mean: over("mean", x)
    case .maximum: over("max", x)
    case .minimum: over("min", x)
    case .product: over("prod", x)
    case .sumOfSquares: over("sum", "\(x) ** 2")
    case .l1: over("sum", "ops.abs(\(x))")
    case .l2: "ops.sqrt(\(over("sum", "\(x) ** 2")))"
    case .logSum: "ops.log(\(over("sum", x)))"
    case .logSumExp: over("logsumexp", x)
    }
  }
}

extension PlaceOfWinner {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let (x, name) = (call.input, isSmallest ? "argmin" : "argmax")
    let note = lastWins ? "of equal ones the last" : nil
    return switch dialect {
    case .pytorch:
      LayerCode(
        "torch.\(name)(\(x), dim=\(axis), keepdim=\(keepsAxis.python)).float()", note: note)
    case .keras:
      LayerCode(
        "ops.cast(ops.\(name)(\(x), axis=\(axis), keepdims=\(keepsAxis.python)), \"float32\")",
        note: note)
    }
  }
}

extension GlobalMaxPool {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axes = Array(2..<max(2, call.shapes[0].rank)).python
    return switch dialect {
    case .pytorch: LayerCode("torch.amax(\(call.input), dim=\(axes), keepdim=True)")
    case .keras: LayerCode("ops.max(\(call.input), axis=\(axes), keepdims=True)")
    }
  }
}

extension LpPool {
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
