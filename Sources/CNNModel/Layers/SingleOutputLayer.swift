/// A layer with one output whose forward pass is one computation over any kind of scalar: in
/// `Float` it is the pass of the engine, in `Double` that of the reference.
protocol SingleOutputLayer: Layer {
  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S>
}

extension SingleOutputLayer {
  public func forward(_ pass: ForwardPass) -> ForwardResult {
    ForwardResult(
      compute(
        pass.inputs.map(PlainArray.init), pass.parameters.map(PlainArray.init), pass.context
      ).tensor)
  }

  public func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    [
      compute(
        pass.inputs.map(PlainArray.init), pass.parameters.map(PlainArray.init), pass.context
      ).reference
    ]
  }
}
