/// Squared error: the mean of the squared differences over all elements.
///
/// `l = Σ (x − t)² / count`, gradient `2·(x − t) / count`, as in PyTorch (`MSELoss`).
///
/// Shapes: any, with a target of the same number of elements for each sample.
package struct SquaredError: ReducedLoss {
  package let reduction: LossReduction

  package init(_ reduction: LossReduction = .mean) { self.reduction = reduction }

  package var target: TargetKind { .values }

  package func check(output: Shape, target: Target) throws(ShapeError) {
    _ = try values(of: target, like: output, "values")
  }

  func meanDivisor(_ output: Shape, _ target: Target) -> Double { Double(output.count) }

  package func value(_ output: Tensor, _ target: Target) -> Float {
    total(output.elements, wanted(target).elements)
  }

  package func reference(_ output: ReferenceTensor, _ target: Target) -> Double {
    total(output.elements, wanted(target).elements.map(Double.init))
  }

  private func total<S: Scalar>(_ x: [S], _ wanted: [S]) -> S {
    let sum = zip(x, wanted).reduce(S(0)) {
      let distance = $1.0 - $1.1
      return $0 + distance * distance
    }
    return sum / S(divisor(x.count))
  }

  package func gradient(_ output: Tensor, _ target: Target) -> Tensor {
    let wanted = wanted(target)
    let factor = 2 / Float(divisor(output.shape.count))
    let gradient = zip(output.elements, wanted.elements).map { ($0 - $1) * factor }
    return Tensor(shape: output.shape, elements: gradient)
  }

  private func wanted(_ target: Target) -> Tensor {
    guard case .values(let values) = target else { preconditionFailure("unchecked target") }
    return values
  }

  private func divisor(_ count: Int) -> Int { reduction == .sum ? 1 : count }

  package func define(_ output: Tensor, _ target: Target) -> Expression {
    let squares = (0..<output.shape.count).map {
      Expression.function(.square, distance(output.shape.position(at: $0), output, target))
    }
    return .quotient(.sum(squares), .constant(Double(divisor(squares.count)), "count"))
  }

  package func defineGradient(
    _ cell: Position, _ output: Tensor, _ target: Target
  ) -> Expression {
    .product([
      distance(cell, output, target),
      .quotient(.constant(2), .constant(Double(divisor(output.shape.count)), "count")),
    ])
  }

  private func distance(_ cell: Position, _ output: Tensor, _ target: Target) -> Expression {
    let wanted = Term("wanted", .target(cell), Double(wanted(target)[cell]))
    return .difference(.term(Term("x", .output(0, cell), Double(output[cell]))), .term(wanted))
  }

  package static let grammar = LayerGrammar(
    "squared-error", summary: "the mean of the squared differences",
    help:
      "The mean over all numbers of (output − wanted)²; the gradient of each number is proportional to its difference.",
    options: [.init("sum", .flag, "the sum instead of the mean")])

  package init(_ line: LayerLine) throws(LineError) { reduction = line.has("sum") ? .sum : .mean }

  package var text: String { reduction == .sum ? "\(kind) sum" : kind }
}
