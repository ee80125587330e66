/// Dropout: in training a random fraction of the numbers becomes 0, and the others are scaled up to
/// preserve the mean.
///
/// In training mode `y = x · m / (1 − p)` with a mask `m` of zeros (with probability p) and ones,
/// which is a function of seed, step, node and sample, so that it can be reproduced. In evaluation
/// mode `y = x`. As in PyTorch (`Dropout`).
///
/// Shapes: any → the same.
package struct Dropout: SingleOutputLayer {
  /// The probability with which a number becomes 0.
  package let probability: Double

  package var dependsOnMode: Bool { probability > 0 }

  package func scores(of input: Scores, for shapes: [Shape]) -> Scores { input }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [try single(inputs)]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let factors = factors(inputs[0].shape, context)
    let y = zip(inputs[0].elements, factors).map { $0 * S($1) }
    return PlainArray(shape: inputs[0].shape, elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let factors = factors(pass.input.shape, pass.context)
    let gx = zip(pass.gradient.elements, factors).map(*)
    return Gradients(inputs: [Tensor(shape: pass.input.shape, elements: gx)])
  }

  /// The factor of every number.
  private func factors(_ shape: Shape, _ context: PassContext) -> [Float] {
    guard context.isTraining else { return [Float](repeating: 1, count: shape.count) }
    let size = shape.sample.count
    return (0..<shape[0]).flatMap { sample in
      let random = mask.random(context, sample: sample)
      return (0..<size).map { mask.factor(random.uniform($0)) }
    }
  }

  private var mask: DropoutMask { DropoutMask(probability: probability) }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
      let x = Term("x", .input(0, position), Double(pass.input[position]))
      return .product([.term(x), share(position, pass)])
    case .inputGradient(_, let position):
      let gy = Term("gy", .outputGradient(0, position), Double(pass.gradient[position]))
      return .product([.term(gy), share(position, pass)])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func share(_ position: Position, _ pass: BackwardPass) -> Expression {
    guard pass.context.isTraining else { return .constant(1, "evaluation") }
    let offset = pass.input.shape.sample.offset(of: position.sample)
    let factor = mask.factor(mask.random(pass.context, sample: position[0]).uniform(offset))
    return .constant(Double(factor), factor == 0 ? "dropped" : "kept")
  }

  package static let grammar = LayerGrammar(
    "dropout", summary: "a random fraction of the numbers becomes 0 in training",
    help: """
      In training mode each number becomes 0 with the given probability and is otherwise divided \
      by 1 − p. The choice is a function of seed and step, so a repeated step drops the same numbers.
      """,
    positional: [.init("probability", .number, "the fraction that becomes 0, below 1")])

  /// - Precondition: the probability is at least 0 and below 1.
  package init(probability: Double) {
    precondition(probability >= 0 && probability < 1, "dropout with \(probability)")
    self.probability = probability
  }

  package init(_ line: LayerLine) throws(LineError) {
    probability = line.number("probability") ?? 0.5
    guard probability >= 0, probability < 1 else {
      throw LineError(
        "dropout needs a probability of at least 0 and below 1, not \(probability)",
        column: line.keyword.column)
    }
  }

  package var text: String { "\(kind) \(probability)" }
}

extension Dropout: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .dropout(DropoutMask(probability: probability))
  }
}
