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

/// A shape and its elements in row-major order, of any scalar.
struct PlainArray<S: Scalar> {
  let shape: Shape
  var elements: [S]
}

extension PlainArray<Float> {
  init(_ tensor: Tensor) { self.init(shape: tensor.shape, elements: tensor.elements) }
  var tensor: Tensor { Tensor(shape: shape, elements: elements) }
}

extension PlainArray<Double> {
  init(_ tensor: ReferenceTensor) { self.init(shape: tensor.shape, elements: tensor.elements) }
  var reference: ReferenceTensor { ReferenceTensor(shape: shape, elements: elements) }
}
