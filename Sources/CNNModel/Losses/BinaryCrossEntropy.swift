/// Binary cross-entropy: every number of the output answers a question of its own with yes or no.
///
/// `l = −t · ln p − (1 − t) · ln(1 − p)` with the target t from 0 to 1, and the mean over all
/// elements. The probability is the sigmoid of the output, `p = 1/(1 + e^−x)`, with the gradient
/// `(p − t)/count`, as in PyTorch (`BCEWithLogitsLoss`). Where the network ends in probabilities,
/// they are the output itself; logarithms are then at least −100, and the gradient is
/// `(p − t)/max(p·(1 − p), 1e-12)/count`, as in PyTorch (`BCELoss`). A factor t or 1 − t of 0 does
/// not count, whatever its logarithm.
///
/// Shapes: any, with a target of the same shape.
package struct BinaryCrossEntropy: ReducedLoss {
  package let reduction: LossReduction
  /// Whether the output is the probability itself.
  private(set) var takesProbabilities = false

  package init(_ reduction: LossReduction = .mean) { self.reduction = reduction }

  package var target: TargetKind { .multiLabel }

  package func reading(_ scores: Scores, _ output: Shape) -> any Loss {
    var loss = self
    switch scores {
    case .probabilities, .independentProbabilities: loss.takesProbabilities = true
    case .logits, .logProbabilities: loss.takesProbabilities = false
    }
    return loss
  }

  package var scoreWords: (scores: String, formula: String)? {
    takesProbabilities
      ? ("probabilities", "binary cross-entropy of them, without a second sigmoid") : nil
  }

  package func check(output: Shape, target: Target) throws(ShapeError) {
    let values = try values(of: target, like: output, "values of 0 to 1")
    if let wrong = values.elements.first(where: { !(0...1).contains($0) }) {
      throw ShapeError("\(kind) compares with values of 0 to 1, but \(wrong) is given")
    }
  }

  func meanDivisor(_ output: Shape, _ target: Target) -> Double { Double(output.count) }

  package func value(_ output: Tensor, _ target: Target) -> Float {
    total(output.elements, wanted(target).elements)
  }

  package func reference(_ output: ReferenceTensor, _ target: Target) -> Double {
    total(output.elements, wanted(target).elements.map(Double.init))
  }

  private func total<S: Scalar>(_ x: [S], _ wanted: [S]) -> S {
    let sum = zip(x, wanted).reduce(S(0)) { sum, part in
      let (yes, no) = negativeLogLikelihoods(part.0)
      // 0 · ∞ would be NaN.
      let (first, second) = (part.1 == 0 ? 0 : part.1 * yes, part.1 == 1 ? 0 : (1 - part.1) * no)
      return sum + first + second
    }
    return sum / S(divisor(x.count))
  }

  /// `−ln p` and `−ln(1 − p)`.
  private func negativeLogLikelihoods<S: Scalar>(_ x: S) -> (yes: S, no: S) {
    guard takesProbabilities else { return (softplus(-x), softplus(x)) }
    return (min(100, -S.logarithm(x)), min(100, -logarithm(onePlus: -x)))
  }

  package func gradient(_ output: Tensor, _ target: Target) -> Tensor {
    let wanted = wanted(target)
    let divisor = Float(divisor(output.shape.count))
    let slopes = zip(output.elements, wanted.elements).map { x, t in
      takesProbabilities
        ? (x - t) / max(x * (1 - x), Float(Self.least)) / divisor : (logistic(x) - t) / divisor
    }
    return Tensor(shape: output.shape, elements: slopes)
  }

  /// The smallest p·(1 − p) that a gradient is divided by.
  private static let least = 1e-12

  private func wanted(_ target: Target) -> Tensor {
    guard case .values(let values) = target else { preconditionFailure("unchecked target") }
    return values
  }

  private func divisor(_ count: Int) -> Int { reduction == .sum ? 1 : count }
}

extension BinaryCrossEntropy {
  package func define(_ output: Tensor, _ target: Target) -> Expression {
    let wanted = wanted(target)
    let parts = (0..<output.shape.count).map { offset -> Expression in
      let (t, x) = (Double(wanted[offset]), term(offset, output))
      let (yes, no) = negativeLogLikelihoods(x)
      let parts = [(t, yes, "wanted"), (1 - t, no, "1 − wanted")].filter { $0.0 != 0 }
      let products = parts.map { $0.0 == 1 ? $0.1 : .product([.constant($0.0, $0.2), $0.1]) }
      return products.count == 1 ? products[0] : .sum(products)
    }
    return .quotient(.sum(parts), .constant(Double(divisor(parts.count)), "count"))
  }

  private func negativeLogLikelihoods(_ x: Expression) -> (yes: Expression, no: Expression) {
    let minus = Expression.constant(-1)
    guard takesProbabilities else { return (.softplus(.product([minus, x])), .softplus(x)) }
    return (
      negativeLog(.function(.logarithm, x)),
      negativeLog(.function(.logarithmOfOnePlus, .product([minus, x])))
    )
  }

  private func negativeLog(_ logarithm: Expression) -> Expression {
    return logarithm.value < -100
      ? .constant(100, "limit") : .product([.constant(-1), logarithm])
  }

  package func defineGradient(
    _ cell: Position, _ output: Tensor, _ target: Target
  ) -> Expression {
    let offset = output.shape.offset(of: cell)
    let x = term(offset, output)
    let t = Expression.term(Term("wanted", .target(cell), Double(wanted(target)[offset])))
    let probability = takesProbabilities ? x : .named("probability", .logistic(x))
    let count = Expression.constant(Double(divisor(output.shape.count)), "count")
    let distance = Expression.difference(probability, t)
    guard takesProbabilities else { return .quotient(distance, count) }
    let spread = Expression.product([x, .difference(.constant(1), x)])
    let divisor = spread.value < Self.least ? .constant(Self.least, "limit") : spread
    return .quotient(.quotient(distance, .named("p·(1 − p)", divisor)), count)
  }

  private func term(_ offset: Int, _ output: Tensor) -> Expression {
    .term(Term("x", .output(0, output.shape.position(at: offset)), Double(output[offset])))
  }

  package static let grammar = LayerGrammar(
    "binary-cross-entropy", summary: "the negative log-likelihood of yes or no for every number",
    help: """
      −t·ln p − (1 − t)·ln(1 − p) with p the sigmoid of the output and t the wanted 0 or 1, the mean \
      over all numbers. Where the network ends in sigmoid, p is its output. A label is wanted as 1 \
      at its class and 0 elsewhere; of a single output, class 1 is yes.
      """,
    options: [.init("sum", .flag, "the sum instead of the mean")])

  package init(_ line: LayerLine) throws(LineError) { reduction = line.has("sum") ? .sum : .mean }

  package var text: String { reduction == .sum ? "\(kind) sum" : kind }
}
