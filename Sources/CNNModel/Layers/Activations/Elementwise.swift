/// A layer that applies a function of one variable to every number.
///
/// Shapes: any → the same.
protocol Elementwise: SingleOutputLayer, OperationLayer, ElementwiseOperation {
  /// The value of the function at `x`.
  func value<S: Scalar>(_ x: S) -> S

  /// Its slope at `x`, where its value is `y`; at a kink as in PyTorch.
  func slope<S: Scalar>(_ x: S, _ y: S) -> S

  /// The value as an expression.
  func define(_ x: Term) -> Expression

  /// The slope as an expression.
  func defineSlope(_ x: Term, _ y: Term) -> Expression

  /// The arguments at which the slope jumps.
  var kinks: [Double] { get }

  /// Formulas that are often taken for the function.
  var forms: [ElementForm] { get }

  /// The function of an integer, before it wraps around to its type; `nil` where integers are not
  /// computed exactly.
  func integer(_ x: Int128) -> Int128?
}

extension Elementwise {
  package var function: ActivationFunction? { nil }
  func operation(for inputs: [Shape]) -> LayerOperation? { .elementwise(self) }
  var kinks: [Double] { [] }
  var forms: [ElementForm] { [] }
  func integer(_ x: Int128) -> Int128? { nil }

  /// That of the input where integers are computed exactly; else 32-bit floats.
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] {
    [inputs[0].isInteger && integer(1) != nil ? inputs[0] : .float32]
  }

  /// The exact result of integers where there is one; else floats.
  package func forward(_ pass: ForwardPass) -> ForwardResult {
    if case .integers(let x)? = pass.exactInputs[0], integer(1) != nil {
      let y = x.integers.compactMap { integer($0) }
      return ForwardResult(values: [Value(shape: x.shape, x.elementType, y)])
    }
    return ForwardResult(compute([PlainArray(pass.input)], [], pass.context).tensor)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [try single(inputs)]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    PlainArray(shape: inputs[0].shape, elements: inputs[0].elements.map { value($0) })
  }

  package func apply(to x: Span<Float>, into y: inout MutableSpan<Float>) {
    for index in x.indices { y[index] = value(x[index]) }
  }

  package func multiplyBySlopes(
    _ gradients: inout MutableSpan<Float>, at x: Span<Float>, _ y: Span<Float>
  ) {
    for index in x.indices { gradients[index] *= slope(x[index], y[index]) }
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let (x, y, gy) = (pass.input, pass.output, pass.gradient)
    let gx = x.elements.indices.map { gy[$0] * slope(x[$0], y[$0]) }
    return Gradients(inputs: [Tensor(shape: x.shape, elements: gx)])
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
      return define(input(position, pass)).stored(as: pass.forward.integerType(of: self))
    case .inputGradient(_, let position):
      let gy = Term("gy", .outputGradient(0, position), Double(pass.gradient[position]))
      let y = Term("y", .output(0, position), Double(pass.output[position]))
      let slope = defineSlope(input(position, pass), y)
      return .product([.term(gy), .named("slope", slope)])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func input(_ position: Position, _ pass: BackwardPass) -> Term {
    let number = pass.forward.value(0).double(at: pass.input.shape.offset(of: position))
    return Term("x", .input(0, position), number)
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    let kinks = kinks
    guard !kinks.isEmpty else { return false }
    return zip(first.input.elements, second.input.elements).contains { a, b in
      a != b && kinks.contains { min(a, b) <= $0 && $0 <= max(a, b) }
    }
  }
}

/// The sigmoid `1 / (1 + e^−x)`, computed so that the exponential never overflows.
func logistic<S: Scalar>(_ x: S) -> S {
  if x >= 0 { return 1 / (1 + S.exponential(-x)) }
  let e = S.exponential(x)
  return e / (1 + e)
}

extension Expression {
  /// `1 / (1 + e^−x)`; for a negative `x` as `e^x / (1 + e^x)`.
  static func logistic(_ x: Expression) -> Expression {
    if x.value >= 0 {
      let e = Expression.function(.exponential, .product([.constant(-1), x]))
      return .quotient(.constant(1), .sum([.constant(1), e]))
    }
    let e = Expression.function(.exponential, x)
    return .quotient(e, .sum([.constant(1), e]))
  }
}
