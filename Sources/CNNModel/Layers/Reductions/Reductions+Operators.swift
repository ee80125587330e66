// Reductions and places of extremes as operators of ONNX.

extension Reduction: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    let all = axes ?? Array(0..<shapes[0].rank)
    var attributes: [String: OperatorAttribute] = ["keepdims": .flag(keepsAxes)]
    if all.isEmpty { attributes["noop_with_empty_axes"] = .flag(true) }
    return .call(
      "Reduce\(operatorName)", [.input(0), all.isEmpty ? .absent : .integers(all)], attributes)
  }

  private var operatorName: String {
    switch operation {
    case .sum: "Sum"
    case .mean: "Mean"
    case .maximum: "Max"
    case .minimum: "Min"
    case .product: "Prod"
    case .sumOfSquares: "SumSquare"
    case .l1: "L1"
    case .l2: "L2"
    case .logSum: "LogSum"
    case .logSumExp: "LogSumExp"
    }
  }
}

extension PlaceOfWinner {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      isSmallest ? "ArgMin" : "ArgMax", [.input(0)],
      [
        "axis": .integer(axis), "keepdims": .flag(keepsAxis), "select_last_index": .flag(lastWins),
      ], result: .int64)
  }
}

extension ArgumentOfMaximum: ONNXExportable {}
extension ArgumentOfMinimum: ONNXExportable {}

extension LargestCells: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "TopK", [.input(0), .integers([count])],
      ["axis": .integer(axis), "largest": .flag(!takesSmallest)], outputs: 2)
  }
}
