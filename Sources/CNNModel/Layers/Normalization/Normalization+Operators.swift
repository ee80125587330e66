// The normalizations as operators of ONNX.

extension BatchNorm: ONNXExportable {
  /// With the running statistics, as for a prediction.
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "BatchNormalization",
      [.input(0), .parameter(0), .parameter(1), .statistic(0), .statistic(1)],
      ["epsilon": .number(epsilon), "momentum": .number(1 - momentum)])
  }
}

extension InstanceNormalization: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "InstanceNormalization", [.input(0), .parameter(0), .parameter(1)],
      ["epsilon": .number(epsilon)])
  }
}

extension LayerNormalization: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "LayerNormalization", [.input(0), .parameter(0)] + (hasShift ? [.parameter(1)] : []),
      ["axis": .integer(axis), "epsilon": .number(epsilon)])
  }
}

extension GroupNormalization: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "GroupNormalization", [.input(0), .parameter(0), .parameter(1)],
      ["num_groups": .integer(groups), "epsilon": .number(epsilon)])
  }
}

extension LocalResponseNormalization: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "LRN", [.input(0)],
      [
        "size": .integer(size), "alpha": .number(alpha), "beta": .number(beta),
        "bias": .number(bias),
      ])
  }
}

extension Dropout: ONNXExportable {
  /// As for a prediction, in which nothing is dropped.
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Dropout", [.input(0), .number(Float(probability))])
  }
}
