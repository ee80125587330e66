/// The passes of maximum pooling by any window.
extension MaxPool: WindowPasses {
  func passWindow(for inputs: [Shape]) -> SpatialWindow { rule.checkedWindow(over: inputs[0]) }

  func forward(_ pass: ForwardPass, by window: SpatialWindow) -> ForwardResult {
    ForwardResult(outputs: compute(PlainArray(pass.input), window).map(\.tensor))
  }
}
