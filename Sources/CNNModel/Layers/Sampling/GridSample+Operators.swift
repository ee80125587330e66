extension GridSample: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "GridSample", [.input(0), .input(1)],
      [
        "mode": .word(mode.rawValue), "padding_mode": .word(paddingMode.rawValue),
        "align_corners": .flag(alignsCorners),
      ])
  }
}
