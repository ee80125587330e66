/// The passes of average pooling by any window.
extension AveragePool: WindowPasses {
  func passWindow(for inputs: [Shape]) -> SpatialWindow { rule.checkedWindow(over: inputs[0]) }

  func forward(_ pass: ForwardPass, by window: SpatialWindow) -> ForwardResult {
    ForwardResult(average(PlainArray(pass.input), by: window).tensor)
  }
}
