/// A layer that rounds multiples of its input to the numbers of a type.
///
/// Every step is in 32 bits, in the reference pass too, because the last bit decides how a number is
/// rounded. The gradient is that of the straight-through estimator, as of PyTorch's fake
/// quantization: that of the multiple where the number lies within the type, 0 where it was limited.
///
/// Shapes: any → the same.
protocol QuantizingLayer: SingleOutputLayer, QuantizedOutput {
  /// Which cell has which factor.
  var factorGrid: ScaleGrid { get }
  var order: RoundingOrder { get }

  /// The multiple of a number that is rounded.
  func multiple(_ x: Float, _ place: Int) -> Float
  func defineMultiple(_ x: Expression, _ place: Int) -> Expression

  /// The slope of the multiple.
  func slope(_ place: Int) -> Float
  func defineSlope(_ place: Int) -> Expression
}

extension QuantizingLayer {
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [quantization.type] }

  /// The index of the output's scale at that of a factor.
  private func scalePlace(_ place: Int) -> Int { quantization.scales.count == 1 ? 0 : place }

  func number(_ x: Float, _ place: Int) -> Float {
    quantization.number(nearest: multiple(x, place), scalePlace(place), order)
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let x = inputs[0]
    let places = factorGrid.places(in: x.shape)
    let y = x.elements.indices.map { offset in
      S(number(Float(x.elements[offset]), places.place(of: offset)))
    }
    return PlainArray(shape: x.shape, elements: y)
  }

  /// The slope where the gradient passes; 0 elsewhere.
  func passingSlope(_ x: Float, _ place: Int) -> Float {
    quantization.contains(multiple(x, place), scalePlace(place)) ? slope(place) : 0
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let places = factorGrid.places(in: pass.input.shape)
    var gradient = pass.gradient
    gradient.transform { offset, gy in
      gy * passingSlope(pass.input[offset], places.place(of: offset))
    }
    return Gradients(inputs: [gradient])
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let places = factorGrid.places(in: pass.input.shape)
    switch cell {
    case .output(_, let position):
      let offset = pass.input.shape.offset(of: position)
      let place = places.place(of: offset)
      let number = pass.forward.value(0).double(at: offset)
      let x = Expression.term(Term("x", .input(0, position), number))
      let single = number == Double(Float(number)) ? x : .function(.rounding(.float32), x)
      return quantization.define(
        .function(.rounding(.float32), defineMultiple(single, place)), scalePlace(place), order)
    case .inputGradient(_, let position):
      let offset = pass.input.shape.offset(of: position)
      let place = places.place(of: offset)
      let gy = Term("gy", .outputGradient(0, position), Double(pass.gradient[offset]))
      let passes = passingSlope(pass.input[offset], place) != 0
      let slope = passes ? defineSlope(place) : .constant(0, "limited")
      return .product([.term(gy), .named("slope", slope)])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  /// The gradient is not that of the steps.
  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    first.input != second.input
  }
}
