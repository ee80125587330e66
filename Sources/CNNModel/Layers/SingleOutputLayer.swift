/// A layer with one output whose forward pass is generic over the scalar type: with `Float` it is
/// the forward pass, with `Double` the reference pass.
protocol SingleOutputLayer: Layer {
  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S>
}

extension SingleOutputLayer {
  /// The output of `compute` in single precision; no running statistics.
  public func forward(_ pass: ForwardPass) -> ForwardResult {
    ForwardResult(
      compute(
        pass.inputs.map(PlainArray.init), pass.parameters.map(PlainArray.init), pass.context
      ).tensor)
  }

  /// The output of `compute` in double precision.
  public func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    [
      compute(
        pass.inputs.map(PlainArray.init), pass.parameters.map(PlainArray.init), pass.context
      ).reference
    ]
  }
}
