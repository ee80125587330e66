// Arithmetic, comparisons, logic and products as operators of ONNX.

extension Layer {
  /// The inputs of a layer that takes as many as there are shapes.
  fileprivate func inputs(_ shapes: [Shape]) -> [OperatorExpression] {
    shapes.indices.map { .input($0) }
  }
}

extension Add: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(shapes.count == 2 ? "Add" : "Sum", inputs(shapes))
  }
}

extension Arithmetic: ONNXExportable {
  /// A product of several values is one of two after the other.
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    switch operation {
    case .subtract: .call("Sub", inputs(shapes))
    case .divide: .call("Div", inputs(shapes))
    case .power: .call("Pow", inputs(shapes))
    case .minimum: .call("Min", inputs(shapes))
    case .maximum: .call("Max", inputs(shapes))
    case .mean: .call("Mean", inputs(shapes))
    case .multiply where shapes.count == 1: .call("Identity")
    case .multiply:
      inputs(shapes).dropFirst(2).reduce(.call("Mul", [.input(0), .input(1)])) {
        .call("Mul", [$0, $1])
      }
    }
  }
}

extension Comparison: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    func compared(_ kind: String) -> OperatorExpression {
      .call(kind, inputs(shapes), result: .bool)
    }
    return switch relation {
    case .less: compared("Less")
    case .lessOrEqual: compared("LessOrEqual")
    case .greater: compared("Greater")
    case .greaterOrEqual: compared("GreaterOrEqual")
    case .equal: compared("Equal")
    case .notEqual: .call("Not", [compared("Equal")])
    }
  }
}

extension Logic: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    let inputs: [OperatorExpression] = shapes.indices.map { .typedInput($0, .bool) }
    return switch operation {
    case .and: .call("And", inputs)
    case .or: .call("Or", inputs)
    case .xor: .call("Xor", inputs)
    case .not: .call("Not", inputs)
    }
  }
}

extension Select: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Where", [.typedInput(0, .bool), .input(1), .input(2)], typedBy: 1)
  }
}

extension MatrixProduct: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("MatMul", inputs(shapes))
  }
}
