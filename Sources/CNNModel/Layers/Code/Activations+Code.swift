extension CodeCall {
  /// A function that both libraries have as a layer or by its name.
  fileprivate func function(
    _ dialect: CodeDialect, pytorch: PythonCall, keras name: String
  ) -> LayerCode {
    module(dialect, pytorch: pytorch, keras: PythonCall("Activation", "\"\(name)\""))
  }

  /// A function that Keras has among its operations.
  fileprivate func operation(
    _ dialect: CodeDialect, pytorch: PythonCall, keras: PythonCall
  ) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode(module: "nn.\(pytorch)", input)
    case .keras: LayerCode("\(keras)")
    }
  }
}

extension ReLU {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(dialect, pytorch: PythonCall("ReLU"), keras: PythonCall("ReLU"))
  }
}

extension ReLU6 {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("ReLU6"), keras: PythonCall("ReLU").with("max_value", 6))
  }
}

extension LeakyReLU {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("LeakyReLU", slopeBelow),
      keras: PythonCall("LeakyReLU").with("negative_slope", slopeBelow))
  }
}

extension Sigmoid {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("Sigmoid"), keras: "sigmoid")
  }
}

extension Tanh {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("Tanh"), keras: "tanh")
  }
}

extension ELU {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("ELU").with("alpha", alpha, unless: 1),
      keras: PythonCall("ELU").with("alpha", alpha, unless: 1))
  }
}

extension CELU {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.operation(
      dialect, pytorch: PythonCall("CELU").with("alpha", alpha, unless: 1),
      keras: PythonCall("ops.celu", call.input).with("alpha", alpha, unless: 1))
  }
}

extension SELU {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("SELU"), keras: "selu")
  }
}

extension GELU {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let way = isApproximate ? "\"tanh\"" : "\"none\""
    return call.operation(
      dialect, pytorch: PythonCall("GELU").with("approximate", way, unless: "\"none\""),
      keras: PythonCall("ops.gelu", call.input).with("approximate", isApproximate))
  }
}

extension SiLU {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("SiLU"), keras: "silu")
  }
}

extension Mish {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("Mish"), keras: "mish")
  }
}

extension Softplus {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let scaled = "ops.softplus(\(sharpness) * \(call.input)) / \(sharpness)"
    switch dialect {
    case .pytorch:
      let layer = PythonCall("nn.Softplus").with("beta", sharpness, unless: 1)
      return LayerCode(module: "\(layer)", call.input)
    case .keras: return LayerCode(sharpness == 1 ? "ops.softplus(\(call.input))" : scaled)
    }
  }
}

extension Softsign {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("Softsign"), keras: "softsign")
  }
}

extension HardSigmoid {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard text == kind else {
      let line = "\(alpha) * \(call.input) + \(beta)"
      return LayerCode(
        dialect == .pytorch ? "torch.clamp(\(line), 0, 1)" : "ops.clip(\(line), 0, 1)")
    }
    return call.function(dialect, pytorch: PythonCall("Hardsigmoid"), keras: "hard_sigmoid")
  }
}

extension HardSwish {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("Hardswish"), keras: "hard_swish")
  }
}

extension ThresholdedReLU {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode(module: "nn.Threshold(\(alpha), 0)", call.input)
    case .keras: LayerCode("ops.where(\(call.input) > \(alpha), \(call.input), 0.0)")
    }
  }
}

extension Absolute {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode("\(call.input).abs()")
    case .keras: LayerCode("ops.abs(\(call.input))")
    }
  }
}
