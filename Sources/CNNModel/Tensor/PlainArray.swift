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
