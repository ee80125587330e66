/// Parametric rectifier: negative numbers are multiplied by a learned slope.
///
/// `y = x` for `x > 0`, otherwise `y = a·x`, with one `a` per channel, a single one with `shared`,
/// or slopes of any shape that broadcasts to the input; `gx = gy` or `a·gy`, `ga = Σ gy·x` over the
/// cells that are not positive. As in PyTorch (`PReLU`) and ONNX (`PRelu`), slopes are initialized
/// to 1/4. Source: K. He et al., "Delving deep into rectifiers", 2015.
///
/// Shapes: any → the same; the slopes are `[channels]`, `[1]` or as given.
package struct PReLU: SingleOutputLayer, LearnedSlopes {
  /// Which cells share a slope.
  package enum Slopes: Hashable, Sendable {
    case ofChannels
    case shared
    /// A shape that broadcasts to the input.
    case broadcast(Shape)
  }

  package let slopes: Slopes

  package init(_ slopes: Slopes = .ofChannels) { self.slopes = slopes }

  /// - Parameter slope: a shape that broadcasts to the input.
  package init(slope: Shape) { slopes = .broadcast(slope) }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    switch slopes {
    case .ofChannels where input.rank < 2:
      throw ShapeError("\(kind) takes channels, but what comes before it gives \(input.sample)")
    case .broadcast(let slope) where Shape.broadcast([input, slope]) != input:
      throw ShapeError("\(kind) has slopes of \(slope), which do not broadcast to \(input)")
    default: return [input]
    }
  }

  private func slopeShape(_ input: Shape) -> Shape {
    switch slopes {
    case .ofChannels: [input[1]]
    case .shared: [1]
    case .broadcast(let shape): shape
    }
  }

  package func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    [ParameterDeclaration("slope", .slope, slopeShape(inputs[0]), fanIn: 1, fanOut: 1)]
  }

  /// The offset of the slope of every cell.
  func slopeOffsets(_ input: Shape) -> [Int] {
    guard slopes == .ofChannels else { return slopeShape(input).offsets(broadcastTo: input) }
    let channel: Shape = Shape([input[1]] + input.extents.dropFirst(2).map { _ in 1 })
    return channel.offsets(broadcastTo: input)
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    var y = inputs[0]
    for (cell, slope) in slopeOffsets(y.shape).enumerated() where y.elements[cell] <= 0 {
      y.elements[cell] *= parameters[0].elements[slope]
    }
    return y
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    var (gx, gradient) = (pass.gradient, pass.parameters[0].zeros)
    for (cell, slope) in slopeOffsets(gx.shape).enumerated() where pass.input[cell] <= 0 {
      gradient[slope] += pass.gradient[cell] * pass.input[cell]
      gx[cell] *= pass.parameters[0][slope]
    }
    return Gradients(inputs: [gx], parameters: [gradient])
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
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
    let place = slopeShape(shape).offset(of: position)
    let cells = slopeOffsets(shape).enumerated().filter { $1 == place && pass.input[$0] <= 0 }
    return .sum(
      cells.map { offset, _ in
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
    let shape = pass.input.shape
    let offset = slopeOffsets(shape)[shape.offset(of: position)]
    let place = slopeShape(shape).position(at: offset)
    return [.term(Term("a", .parameter(0, place), Double(pass.parameters[0][offset])))]
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    zip(first.input.elements, second.input.elements).contains { a, b in
      a != b && min(a, b) <= 0 && max(a, b) >= 0
    }
  }
}

extension PReLU {
  package static let grammar = LayerGrammar(
    "prelu", summary: "multiplies negative numbers by a learned slope",
    help: """
      A leaky rectifier whose slope for negative numbers is learned: one for each channel, one for all, or \
      slopes of any shape that broadcasts to the input.
      """,
    options: [
      .init("shared", .flag, "one slope for all channels"),
      .init("slope", .extents, "the shape of the slopes"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    let shape = line.shape("slope")
    slopes = shape.map { .broadcast($0) } ?? (line.has("shared") ? .shared : .ofChannels)
  }

  package var text: String {
    switch slopes {
    case .ofChannels: kind
    case .shared: "\(kind) shared"
    case .broadcast(let shape): "\(kind) slope \(shape.extentsText)"
    }
  }
}

/// A rectifier whose slopes below 0 are parameters.
protocol LearnedSlopes: Layer {
  /// For every cell in row-major order, the offset of its slope.
  func slopeOffsets(_ input: Shape) -> [Int]
}
