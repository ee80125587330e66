extension Linear {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect,
      pytorch: PythonCall("Linear", call.shapes[0][1], units).with("bias", hasBias, unless: true),
      keras: PythonCall("Dense", units).with("use_bias", hasBias, unless: true))
  }
}

extension Constant {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch:
      LayerCode(holding: "nn.Parameter(torch.zeros(\(shape.python)))", call.module)
    case .keras:
      LayerCode(
        "ops.zeros(\(shape.python))", note: "with the file's numbers in place of the zeros")
    }
  }
}

extension Flatten {
  /// Keras' own flatten layer would put the channels last before.
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard axis == 1 else {
      return Reshape(to: checkedOutputShapes(for: call.shapes)[0].extents).code(for: dialect, call)
    }
    return call.module(
      dialect, pytorch: PythonCall("Flatten"),
      keras: PythonCall("Reshape", "(\(call.shapes[0].sample.count),)"))
  }
}

extension BatchNorm {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axes = call.shapes[0].rank == 4 ? "2d" : call.shapes[0].rank == 5 ? "3d" : "1d"
    return call.module(
      dialect,
      pytorch: PythonCall("BatchNorm\(axes)", call.shapes[0][1])
        .with("eps", epsilon, unless: 1e-5).with("momentum", momentum, unless: 0.1),
      keras: PythonCall("BatchNormalization").with("axis", 1)
        .with("momentum", 1 - momentum).with("epsilon", epsilon))
  }
}

extension Dropout {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("Dropout", probability),
      keras: PythonCall("Dropout", probability))
  }
}

extension Add {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    LayerCode(call.inputs.joined(separator: " + "))
  }
}

extension Concatenation {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let list = "[\(call.inputs.joined(separator: ", "))]"
    switch dialect {
    case .pytorch: return LayerCode("torch.cat(\(list), dim=\(axis))")
    case .keras: return LayerCode("layers.Concatenate(axis=\(axis))(\(list))")
    }
  }
}

extension Softmax {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("Softmax").with("dim", axis),
      keras: PythonCall("Softmax").with("axis", axis))
  }
}

extension PReLU {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    if case .broadcast(let slope) = slopes { return code(for: dialect, call, slope) }
    let shape = call.shapes[0]
    let isShared = slopes == .shared
    let axes = "\(Array((isShared ? 1 : 2)..<max(2, shape.rank)))"
    return call.module(
      dialect,
      pytorch: PythonCall("PReLU").with("num_parameters", isShared ? 1 : shape[1], unless: 1),
      keras: PythonCall("PReLU").with("shared_axes", axes, unless: "[]"))
  }

  /// A slope of a shape of its own.
  private func code(for dialect: CodeDialect, _ call: CodeCall, _ slope: Shape) -> LayerCode {
    let x = call.input
    switch dialect {
    case .pytorch:
      return LayerCode(
        holding: "nn.Parameter(torch.zeros(\(slope.python)))",
        "torch.where(\(x) > 0, \(x), \(x) * \(call.module))")
    case .keras:
      return LayerCode(
        "ops.where(\(x) > 0, \(x), \(x) * ops.zeros(\(slope.python)))",
        note: "with the file's numbers in place of the zeros")
    }
  }
}
