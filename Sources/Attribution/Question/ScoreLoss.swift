import CNNModel

/// The sum of the outputs, each multiplied by its target: `s = Σ t · y`.
///
/// With a target of 1 at one cell and 0 elsewhere it is that output, and the gradients of a backward
/// pass are the gradients of that output. It takes the place of a loss in a network whose output is
/// explained; no model file can name it.
public struct ScoreLoss: Loss {
  /// The words that it would have in a model file.
  public static let grammar = LayerGrammar(
    "score", summary: "one of the outputs", help: "The output whose reasons are asked for.")

  /// The loss has no settings.
  public init() {}

  /// The loss has no settings.
  public init(_ line: LayerLine) throws(LineError) {}

  /// `score`
  public var text: String { kind }

  /// A factor for every output.
  public var target: TargetKind { .values }

  /// - Throws: `ShapeError` where there is not a factor for every output.
  public func check(output: Shape, target: Target) throws(ShapeError) {
    guard case .values(let factors) = target, factors.shape == output else {
      throw ShapeError("a score needs a factor for every number of the output, \(output)")
    }
  }

  /// `Σ t · y`
  public func value(_ output: Tensor, _ target: Target) -> Float {
    Float(reference(ReferenceTensor(output), target))
  }

  /// The target.
  public func gradient(_ output: Tensor, _ target: Target) -> Tensor { factors(target) }

  /// `Σ t · y` in double precision. Outputs with a factor of 0 do not count, whatever they are.
  public func reference(_ output: ReferenceTensor, _ target: Target) -> Double {
    zip(output.elements, factors(target).elements).reduce(0) { sum, part in
      part.1 == 0 ? sum : sum + part.0 * Double(part.1)
    }
  }

  /// The outputs that count, each times its factor.
  public func define(_ output: Tensor, _ target: Target) -> Expression {
    let factors = factors(target)
    let parts = factors.elements.indices.filter { factors[$0] != 0 }.map { offset in
      let cell = output.shape.position(at: offset)
      return Expression.product([
        .term(Term("y", .output(0, cell), Double(output[offset]))),
        .term(Term("t", .target(cell), Double(factors[offset]))),
      ])
    }
    return .sum(parts)
  }

  /// The factor of the cell.
  public func defineGradient(
    _ cell: Position, _ output: Tensor, _ target: Target
  ) -> Expression {
    .term(Term("t", .target(cell), Double(factors(target)[cell])))
  }

  private func factors(_ target: Target) -> Tensor {
    guard case .values(let factors) = target else { preconditionFailure("unchecked target") }
    return factors
  }
}
