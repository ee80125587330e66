/// Parametric rectifier: negative numbers are multiplied by a slope that is learnt.
///
/// `y = x` for `x > 0`, `y = a·x` else, with an `a` for each channel, or one for all with `shared`;
/// `gx = gy` or `a·gy`, `ga = Σ gy·x` over what is not positive. As in PyTorch (`PReLU`), slopes
/// begin at 1/4. Source: K. He et al., "Delving deep into rectifiers", 2015.
///
/// Shapes: `[batch, channels, …]` → the same; the slope is `[channels]` or `[1]`.
public struct PReLU: SingleOutputLayer {
  /// Whether all channels have the same slope.
  public let isShared: Bool

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard input.rank >= 2 else {
      throw ShapeError("\(kind) takes channels, but what comes before it gives \(input.sample)")
    }
    return [input]
  }

  public func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    [ParameterDeclaration("slope", .slope, [isShared ? 1 : inputs[0][1]], fanIn: 1, fanOut: 1)]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    var y = inputs[0]
    for (cells, slope) in runs(y.shape) {
      for cell in cells where y.elements[cell] <= 0 {
        y.elements[cell] *= parameters[0].elements[slope]
      }
    }
    return y
  }

  public func backward(_ pass: BackwardPass) -> Gradients {
    var (gx, slopes) = (pass.gradient, pass.parameters[0].zeros)
    for (cells, slope) in runs(gx.shape) {
      var sum: Float = 0
      for cell in cells where pass.input[cell] <= 0 {
        sum += pass.gradient[cell] * pass.input[cell]
        gx[cell] *= pass.parameters[0][slope]
      }
      slopes[slope] += sum
    }
    return Gradients(inputs: [gx], parameters: [slopes])
  }

  /// The cells of every channel of every sample, and their slope.
  private func runs(_ shape: Shape) -> [(cells: Range<Int>, slope: Int)] {
    let plane = shape.strides[1]
    return (0..<shape[0] * shape[1]).map { index in
      let start = index * plane
      return (start..<start + plane, isShared ? 0 : index % shape[1])
    }
  }

  public func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
      let x = Term("x", .input(0, position), Double(pass.input[position]))
      return .product([.term(x)] + factor(position, pass))
    case .inputGradient(_, let position):
      return .product([.term(gradient(position, pass))] + factor(position, pass))
    case .parameterGradient(_, let position): return defineSlopeGradient(position, pass)
    }
  }

  private func defineSlopeGradient(_ position: Position, _ pass: BackwardPass) -> Expression {
    let shape = pass.input.shape
    let offsets =
      isShared ? Array(0..<shape.count) : shape.offsets(onAxis: 1, at: position[0])
    return .sum(
      offsets.filter { pass.input[$0] <= 0 }.map { offset in
        let cell = shape.position(at: offset)
        let x = Term("x", .input(0, cell), Double(pass.input[offset]))
        return .product([.term(gradient(cell, pass)), .term(x)])
      })
  }

  private func gradient(_ position: Position, _ pass: BackwardPass) -> Term {
    Term("gy", .outputGradient(0, position), Double(pass.gradient[position]))
  }

  private func factor(_ position: Position, _ pass: BackwardPass) -> [Expression] {
    guard pass.input[position] <= 0 else { return [] }
    let place: Position = [isShared ? 0 : position[1]]
    return [.term(Term("a", .parameter(0, place), Double(pass.parameters[0][place])))]
  }

  public func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    zip(first.input.elements, second.input.elements).contains { a, b in
      a != b && min(a, b) <= 0 && max(a, b) >= 0
    }
  }

  public static let grammar = LayerGrammar(
    "prelu", summary: "multiplies negative numbers by a slope that is learnt",
    help:
      "A leaky rectifier whose slope below 0 is a parameter: one for each channel, or one for all.",
    options: [.init("shared", .flag, "one slope for all channels")])

  public init(_ line: LayerLine) throws(LineError) { isShared = line.has("shared") }

  public var text: String { isShared ? "\(kind) shared" : kind }
}
