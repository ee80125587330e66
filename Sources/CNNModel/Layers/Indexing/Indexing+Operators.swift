// Gathering and scattering by computed indices as operators of ONNX.

extension GatherElements: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "GatherElements", [.input(0), .typedInput(1, .int64)], ["axis": .integer(axis)])
  }
}

extension GatherSlices: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "GatherND", [.input(0), .typedInput(1, .int64)], ["batch_dims": .integer(batchAxes)])
  }
}

extension ScatterElements: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "ScatterElements", [.input(0), .typedInput(1, .int64), .input(2)],
      ["axis": .integer(axis), "reduction": .word(reduction.operatorWord)])
  }
}

extension ScatterSlices: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "ScatterND", [.input(0), .typedInput(1, .int64), .input(2)],
      ["reduction": .word(reduction.operatorWord)])
  }
}

extension ReverseSequence: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "ReverseSequence", [.input(0), .typedInput(1, .int64)],
      ["batch_axis": .integer(batchAxis), "time_axis": .integer(timeAxis)])
  }
}

extension ScatterReduction {
  fileprivate var operatorWord: String {
    switch self {
    case .replace: "none"
    case .add: "add"
    case .multiply: "mul"
    case .minimum: "min"
    case .maximum: "max"
    }
  }
}
