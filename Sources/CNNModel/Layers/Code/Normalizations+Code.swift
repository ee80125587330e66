extension LayerNormalization {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let (shape, first) = (call.shapes[0], axis < 0 ? axis + call.shapes[0].rank : axis)
    return call.module(
      dialect,
      pytorch: PythonCall("LayerNorm", Array(shape.extents[first...]).python)
        .with("eps", epsilon, unless: 1e-5).with("bias", hasShift, unless: true),
      keras: PythonCall("LayerNormalization").with("axis", "\(Array(first..<shape.rank))")
        .with("epsilon", epsilon).with("center", hasShift, unless: true))
  }
}

extension InstanceNormalization {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let shape = call.shapes[0]
    return call.module(
      dialect,
      pytorch: PythonCall("InstanceNorm\(max(1, shape.rank - 2))d", shape[1])
        .with("eps", epsilon, unless: 1e-5).with("affine", true),
      keras: PythonCall("GroupNormalization").with("groups", -1).with("axis", 1)
        .with("epsilon", epsilon))
  }
}

extension GroupNormalization {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect,
      pytorch: PythonCall("GroupNorm", groups, call.shapes[0][1])
        .with("eps", epsilon, unless: 1e-5),
      keras: PythonCall("GroupNormalization", groups).with("axis", 1).with("epsilon", epsilon))
  }
}

extension LocalResponseNormalization {
  /// PyTorch's layer has the odd neighbor of an even size before, not behind; Keras has none.
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let x = call.input
    if dialect == .pytorch, !size.isMultiple(of: 2) {
      let layer = PythonCall("nn.LocalResponseNorm", size).with("alpha", alpha)
        .with("beta", beta).with("k", bias, unless: 1)
      return LayerCode(module: "\(layer)", x)
    }
    let (before, after) = ((size - 1) / 2, size / 2)
    let (rank, channels) = (call.shapes[0].rank, call.shapes[0][1])
    let padded: String
    switch dialect {
    case .pytorch:
      let sides = [Int](repeating: 0, count: 2 * (rank - 2)) + [before, after]
      padded = "F.pad(\(x) ** 2, \(sides.python))"
    case .keras:
      let others = [String](repeating: "(0, 0)", count: rank - 2)
      padded = "ops.pad(\(x) ** 2, \((["(0, 0)", "(\(before), \(after))"] + others).python))"
    }
    let sum = "sum(\(padded)[:, i:i + \(channels)] for i in range(\(size)))"
    return LayerCode("\(x) / (\(bias) + \(alpha) / \(size) * \(sum)) ** \(beta)")
  }
}
