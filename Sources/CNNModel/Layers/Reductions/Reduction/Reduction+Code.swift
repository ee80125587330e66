extension Reduction: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let shape = call.shapes[0]
    let axes = (axes ?? Array(0..<shape.rank)).map { $0 < 0 ? $0 + shape.rank : $0 }.sorted()
    guard !axes.isEmpty else { return LayerCode(elementwise(call.input, dialect)) }
    return LayerCode(
      dialect == .pytorch ? pytorch(call.input, axes) : keras(call.input, axes))
  }

  /// The code without reduced axes.
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
      // One axis at a time, the last first, so that the indices of the other axes stay valid.
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
