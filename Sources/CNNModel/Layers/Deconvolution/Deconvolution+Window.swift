/// The passes of a transposed convolution by any window.
extension Deconvolution: WindowPasses {
  func passWindow(for inputs: [Shape]) -> SpatialWindow { geometry(inputs).window }

  func forward(_ pass: ForwardPass, by window: SpatialWindow) -> ForwardResult {
    let y = compute(
      pass.inputs.map(PlainArray.init), pass.parameters.map(PlainArray.init),
      geometry(pass.shapes).replacing(window))
    return ForwardResult(y.tensor)
  }

  func backward(_ pass: BackwardPass, by window: SpatialWindow) -> Gradients {
    backward(pass, geometry(pass.shapes).replacing(window))
  }
}
