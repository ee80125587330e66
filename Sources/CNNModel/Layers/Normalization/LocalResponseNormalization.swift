/// Local response normalization: every cell is divided by a norm of the cells of adjacent channels
/// at its position.
///
/// `y = x / s^β` with `s = bias + α/size · Σ x²` over ⌊(size − 1)/2⌋ channels before and ⌈(size −
/// 1)/2⌉ after; `gx = gy/s^β − 2·α·β/size · x · Σ gy·y/s`, summed over the cells whose norms
/// include it. As in ONNX (`LRN`). Source: A. Krizhevsky et al., 2012.
///
/// Shapes: `[batch, channels, …]` → the same.
package struct LocalResponseNormalization: SingleOutputLayer {
  package let size: Int
  package let alpha: Double
  package let beta: Double
  package let bias: Double

  package init(size: Int, alpha: Double = 1e-4, beta: Double = 0.75, bias: Double = 1) {
    (self.size, self.alpha, self.beta, self.bias) = (size, alpha, beta, bias)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard input.rank >= 2 else {
      throw ShapeError("\(kind) takes channels, but what comes before it gives \(input)")
    }
    guard (1...largestWhole).contains(size) else {
      throw ShapeError("\(kind) over \(size) channels")
    }
    return [input]
  }

  /// The cells at the same position of adjacent channels: those in the cell's norm or, with
  /// `readers`, those whose norms include the cell.
  private func neighbors(of cell: Int, _ shape: Shape, readers: Bool = false) -> [Int] {
    let (channels, plane) = (shape[1], shape.strides[1])
    let channel = cell / plane % channels
    let (before, behind) = ((size - 1) / 2, size / 2)
    let first = max(0, channel - (readers ? behind : before))
    let last = min(channels - 1, channel + (readers ? before : behind))
    return (first...last).map { cell + ($0 - channel) * plane }
  }

  private var share: Double { alpha / Double(size) }

  /// The sum `s` of every cell.
  private func sums<S: Scalar>(_ x: PlainArray<S>) -> [S] {
    x.elements.indices.map { cell in
      let squares = neighbors(of: cell, x.shape).reduce(S(0)) {
        $0 + x.elements[$1] * x.elements[$1]
      }
      return S(bias) + S(share) * squares
    }
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let x = inputs[0]
    let y = zip(x.elements, sums(x)).map { $0 / S.power($1, S(beta)) }
    return PlainArray(shape: x.shape, elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let (x, y, gy) = (pass.input, pass.output, pass.gradient)
    let sums = sums(PlainArray(x))
    let factor = Float(2 * share * beta)
    let gx = x.elements.indices.map { cell -> Float in
      let along = neighbors(of: cell, x.shape, readers: true).reduce(0) {
        $0 + gy[$1] * y[$1] / sums[$1]
      }
      return gy[cell] / Float.power(sums[cell], Float(beta)) - factor * x[cell] * along
    }
    return Gradients(inputs: [Tensor(shape: x.shape, elements: gx)])
  }
}

extension LocalResponseNormalization {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let shape = pass.input.shape
    switch cell {
    case .output(_, let position):
      return .quotient(x(shape.offset(of: position), pass), power(shape.offset(of: position), pass))
    case .inputGradient(_, let position):
      let cell = shape.offset(of: position)
      let along = neighbors(of: cell, shape, readers: true).map { reader in
        let place = shape.position(at: reader)
        let gy = Term("gy", .outputGradient(0, place), Double(pass.gradient[reader]))
        let y = Term("y", .output(0, place), Double(pass.output[reader]))
        let sum = Expression.term(.intermediate("s", sum(reader, pass)))
        return Expression.quotient(.product([.term(gy), .term(y)]), sum)
      }
      let gy = Term("gy", .outputGradient(0, position), Double(pass.gradient[position]))
      return .difference(
        .quotient(.term(gy), power(cell, pass)),
        .product([
          .constant(2 * share * beta, "2·α·β/size"), x(cell, pass),
          .named("Σ gy·y/s", .sum(along)),
        ]))
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func x(_ offset: Int, _ pass: BackwardPass) -> Expression {
    let source = Term.Source.input(0, pass.input.shape.position(at: offset))
    return .term(Term("x", source, Double(pass.input[offset])))
  }

  private func sum(_ cell: Int, _ pass: BackwardPass) -> Expression {
    let squares = neighbors(of: cell, pass.input.shape).map {
      Expression.function(.square, x($0, pass))
    }
    return .sum([
      .constant(bias, "bias"), .product([.constant(share, "α/size"), .sum(squares)]),
    ])
  }

  private func power(_ cell: Int, _ pass: BackwardPass) -> Expression {
    .power(.named("s", sum(cell, pass)), .constant(beta, "β"))
  }

  package static let grammar = LayerGrammar(
    "lrn", summary: "divides cells by a norm of the cells of adjacent channels",
    help: """
      Divides each cell by a power of the sum of squares of the cells of adjacent channels at its \
      position: channels compete.
      """,
    positional: [.init("size", .whole(atLeast: 1), "the number of adjacent channels")],
    options: [
      .init("alpha", .number, "the weight of the squares (default: 0.0001)"),
      .init("beta", .number, "the exponent (default: 0.75)"),
      .init("bias", .number, "the constant that the squares are added to (default: 1)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      size: line.whole("size") ?? 1, alpha: line.number("alpha") ?? 1e-4,
      beta: line.number("beta") ?? 0.75, bias: line.number("bias") ?? 1)
  }

  package var text: String {
    var words = [kind, "\(size)"]
    if alpha != 1e-4 { words += ["alpha", "\(alpha)"] }
    if beta != 0.75 { words += ["beta", "\(beta)"] }
    if bias != 1 { words += ["bias", "\(bias)"] }
    return words.joined(separator: " ")
  }
}
