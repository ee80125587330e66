/// Softmax: turns the numbers along an axis into shares that add up to 1.
///
/// `y_i = e^(x_i − m) / Σ_j e^(x_j − m)` with the largest `m`, which keeps the exponentials finite.
/// Its gradient is `gx_i = y_i · (gy_i − Σ_j gy_j·y_j)`.
///
/// Shapes: any → the same.
public struct Softmax: SingleOutputLayer {
  /// The axis along which the shares add up to 1; 0 is the batch, 1 the channels or units.
  public let axis: Int

  public var givesShares: Bool { axis == 1 }

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard axis < input.rank else {
      throw ShapeError(
        "\(kind) along axis \(axis) of \(input), which has \(input.rank) axes",
        proposal: "at most axis \(max(0, input.rank - 1)) fits")
    }
    return [input]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let x = inputs[0]
    var y = x.elements
    for line in lines(of: x.shape) {
      let largest = line.reduce(-S.infinity) { max($0, x.elements[$1]) }
      for place in line { y[place] = S.exponential(x.elements[place] - largest) }
      let sum = line.reduce(0) { $0 + y[$1] }
      for place in line { y[place] /= sum }
    }
    return PlainArray(shape: x.shape, elements: y)
  }

  public func backward(_ pass: BackwardPass) -> Gradients {
    let (y, gy) = (pass.output, pass.gradient)
    var gx = y.zeros
    for line in lines(of: y.shape) {
      let sum = line.reduce(0) { $0 + gy[$1] * y[$1] }
      for place in line { gx[place] = y[place] * (gy[place] - sum) }
    }
    return Gradients(inputs: [gx])
  }

  /// The offsets of the numbers that are shares of one whole.
  private func lines(of shape: Shape) -> [[Int]] {
    let (step, extent) = (shape.strides[axis], shape[axis])
    guard extent > 0 else { return [] }
    return (0..<shape.count / extent).map { index in
      let start = index / step * step * extent + index % step
      return (0..<extent).map { start + $0 * step }
    }
  }

  public func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position): return defineOutput(position, pass.input)
    case .inputGradient(_, let position): return defineGradient(position, pass)
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func defineOutput(_ position: Position, _ x: Tensor) -> Expression {
    let line = line(through: position, x.shape)
    let largest = line.map { Double(x[$0]) }.max() ?? 0
    let powers = line.map { place in
      let term = Term("x", .input(0, place), Double(x[place]))
      return Expression.function(
        .exponential, .difference(.term(term), .constant(largest, "largest")))
    }
    return .quotient(powers[position[axis]], .named("sum", .sum(powers)))
  }

  private func defineGradient(_ position: Position, _ pass: BackwardPass) -> Expression {
    func term(_ symbol: String, _ place: Position) -> Expression {
      symbol == "y"
        ? .term(Term("y", .output(0, place), Double(pass.output[place])))
        : .term(Term("gy", .outputGradient(0, place), Double(pass.gradient[place])))
    }
    let sum = line(through: position, pass.output.shape).map {
      Expression.product([term("gy", $0), term("y", $0)])
    }
    return .product([
      term("y", position), .difference(term("gy", position), .named("Σ gy·y", .sum(sum))),
    ])
  }

  private func line(through position: Position, _ shape: Shape) -> [Position] {
    (0..<shape[axis]).map { index in
      var place = position
      place[axis] = index
      return place
    }
  }

  public static let grammar = LayerGrammar(
    "softmax", summary: "turns numbers into shares that add up to 1",
    help: """
      Each number's exponential, divided by the sum of all exponentials along the axis. The largest \
      number is taken off first, which changes nothing but keeps the exponentials finite.
      """,
    options: [
      .init("axis", .whole(atLeast: 0), "the axis of the shares; 1, the channels, unless said")
    ])

  public init(_ line: LayerLine) throws(LineError) { axis = line.whole("axis") ?? 1 }

  public var text: String { axis == 1 ? kind : "\(kind) axis \(axis)" }
}
