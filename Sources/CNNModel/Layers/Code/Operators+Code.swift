extension Arithmetic {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let x = call.inputs
    return switch operation {
    case .subtract: LayerCode(x.joined(separator: " - "))
    case .multiply: LayerCode(x.joined(separator: " * "))
    case .divide: LayerCode(x.joined(separator: " / "))
    case .power: LayerCode(x.joined(separator: " ** "))
    case .minimum: LayerCode(nested("minimum", x, dialect))
    case .maximum: LayerCode(nested("maximum", x, dialect))
    case .mean: LayerCode("(\(x.joined(separator: " + "))) / \(x.count)")
    }
  }

  /// `torch.maximum(torch.maximum(a, b), c)`
  private func nested(_ name: String, _ inputs: [String], _ dialect: CodeDialect) -> String {
    inputs.dropFirst().reduce(inputs[0]) { "\(dialect.library).\(name)(\($0), \($1))" }
  }
}

extension CodeDialect {
  /// Where its functions of whole tensors are.
  var library: String { self == .pytorch ? "torch" : "ops" }

  /// Truth values as the numbers 1 and 0.
  fileprivate func numbers(_ truths: String) -> LayerCode {
    LayerCode(self == .pytorch ? "(\(truths)).float()" : "ops.cast(\(truths), \"float32\")")
  }
}

extension Comparison {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let word =
      switch relation {
      case .less: "<"
      case .lessOrEqual: "<="
      case .greater: ">"
      case .greaterOrEqual: ">="
      case .equal: "=="
      case .notEqual: "!="
      }
    let (a, b) = (call.inputs[0], call.inputs[1])
    // A tensor of Keras that is yet to be has no == of its own.
    guard dialect == .keras, word == "==" || word == "!=" else {
      return dialect.numbers("\(a) \(word) \(b)")
    }
    return dialect.numbers("ops.\(word == "==" ? "equal" : "not_equal")(\(a), \(b))")
  }
}

extension Logic {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    dialect.numbers(
      "\(dialect.library).logical_\(operation.rawValue)(\(call.inputs.joined(separator: ", ")))")
  }
}

extension Select {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let (condition, yes, no) = (call.inputs[0], call.inputs[1], call.inputs[2])
    let holds =
      dialect == .pytorch ? "\(condition) != 0" : "ops.not_equal(\(condition), 0)"
    return LayerCode("\(dialect.library).where(\(holds), \(yes), \(no))")
  }
}

extension MatrixProduct {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    LayerCode("\(dialect.library).matmul(\(call.inputs.joined(separator: ", ")))")
  }
}
