// The activations and other functions of each element as operators of ONNX.

extension Absolute: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Abs") }
}

extension CELU: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Celu", [.input(0)], ["alpha": .number(alpha)])
  }
}

extension Ceiling: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Ceil") }
}

extension Clip: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    let ends: [OperatorExpression] = [
      minimum == -.infinity ? .absent : .number(minimum),
      maximum == .infinity ? .absent : .number(maximum),
    ]
    return .call("Clip", [.input(0)] + ends)
  }
}

extension ELU: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Elu", [.input(0)], ["alpha": .number(alpha)])
  }
}

extension ErrorFunction: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Erf") }
}

extension Exponential: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Exp") }
}

extension Floor: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Floor") }
}

extension GELU: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Gelu", [.input(0)], isApproximate ? ["approximate": .word("tanh")] : [:])
  }
}

extension HardSigmoid: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("HardSigmoid", [.input(0)], ["alpha": .number(alpha), "beta": .number(beta)])
  }
}

extension HardSwish: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("HardSwish") }
}

extension LeakyReLU: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("LeakyRelu", [.input(0)], ["alpha": .number(slopeBelow)])
  }
}

extension Logarithm: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Log") }
}

extension LogSoftmax: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("LogSoftmax", [.input(0)], ["axis": .integer(axis)])
  }
}

extension Mish: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Mish") }
}

extension Negation: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Neg") }
}

extension PReLU: ONNXExportable {
  /// The slopes of channels stand before the axes of the image.
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    guard slopes == .ofChannels else { return .call("PRelu", [.input(0), .parameter(0)]) }
    let axes = [shapes[0][1]] + shapes[0].extents.dropFirst(2).map { _ in 1 }
    let column = OperatorExpression.call("Reshape", [.parameter(0), .integers(axes)])
    return .call("PRelu", [.input(0), column])
  }
}

extension Reciprocal: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Reciprocal") }
}

extension ReLU: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Relu") }
}

extension ReLU6: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Clip", [.input(0), .number(0), .number(6)])
  }
}

extension Round: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Round") }
}

extension SELU: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Selu", [.input(0)], ["alpha": .number(alpha), "gamma": .number(scale)])
  }
}

extension Sigmoid: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Sigmoid") }
}

extension Sign: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Sign") }
}

extension SiLU: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    let scaled: OperatorExpression =
      alpha == 1 ? .input(0) : .call("Mul", [.input(0), .number(Float(alpha))])
    return .call("Mul", [.input(0), .call("Sigmoid", [scaled])])
  }
}

extension Softmax: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Softmax", [.input(0)], ["axis": .integer(axis)])
  }
}

extension Softplus: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    guard sharpness != 1 else { return .call("Softplus") }
    let factor = OperatorExpression.number(Float(sharpness))
    let scaled = OperatorExpression.call("Mul", [.input(0), factor])
    return .call("Div", [.call("Softplus", [scaled]), factor])
  }
}

extension Softsign: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Softsign") }
}

extension SquareRoot: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Sqrt") }
}

extension Tanh: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("Tanh") }
}

extension ThresholdedReLU: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("ThresholdedRelu", [.input(0)], ["alpha": .number(alpha)])
  }
}

extension Truncation: ONNXExportable {
  /// `sign(x) · ⌊|x|⌋`
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Mul", [.call("Sign"), .call("Floor", [.call("Abs")])])
  }
}

extension Trigonometry: ONNXExportable {
  /// The operators are called as the functions: `Sin`, `Acosh`.
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(curve.rawValue.prefix(1).uppercased() + curve.rawValue.dropFirst())
  }
}

extension FloatTest: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    guard property != .nan else { return .call("IsNaN", result: .bool) }
    return .call(
      "IsInf", [.input(0)],
      [
        "detect_positive": .flag(property != .negativeInfinity),
        "detect_negative": .flag(property != .positiveInfinity),
      ], result: .bool)
  }
}

extension Shrink: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Shrink", [.input(0)], ["lambd": .number(limit), "bias": .number(bias)])
  }
}
