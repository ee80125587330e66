/// The passes of norm pooling by any window.
extension LpPool: WindowPasses {
  func passWindow(for inputs: [Shape]) -> SpatialWindow { rule.checkedWindow(over: inputs[0]) }

  func forward(_ pass: ForwardPass, by window: SpatialWindow) -> ForwardResult {
    ForwardResult(norms(of: PlainArray(pass.input), by: window).tensor)
  }
}
