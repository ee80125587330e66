/// A loss that computes by an alternative, and is defined as the loss itself: a planted fault.
///
/// Its definitions and its reference stay those of the loss, so a definition that does not add up to
/// the number on the screen proves the fault.
struct ChangedLoss: Loss {
  static let grammar = LayerGrammar(
    "changed-loss", summary: "a loss with one rule changed", help: "A loss with one rule changed.")

  private let loss: any Loss
  private let rule: String

  /// - Parameter rule: of one of the loss's alternatives; one that there is not changes nothing.
  init(_ loss: any Loss, by rule: String) { (self.loss, self.rule) = (loss, rule) }

  /// - Throws: ``LineError`` always: it has no line of text.
  init(_ line: LayerLine) throws(LineError) {
    throw LineError("a changed loss is not written as a line", column: 1)
  }

  var text: String { loss.text }
  var target: TargetKind { loss.target }
  var ignored: Int? { loss.ignored }
  var scoreWords: (scores: String, formula: String)? { loss.scoreWords }

  func reading(_ scores: Scores, _ output: Shape) -> any Loss {
    ChangedLoss(loss.reading(scores, output), by: rule)
  }

  func check(output: Shape, target: Target) throws(ShapeError) {
    try loss.check(output: output, target: target)
  }

  func value(_ output: Tensor, _ target: Target) -> Float {
    alternative(output, target)?.values(output).first ?? loss.value(output, target)
  }

  func gradient(_ output: Tensor, _ target: Target) -> Tensor {
    let changed = alternative(output, target)?.gradients(output).first
    return changed.flatMap { $0.shape == output.shape ? $0 : nil } ?? loss.gradient(output, target)
  }

  func reference(_ output: ReferenceTensor, _ target: Target) -> Double {
    loss.reference(output, target)
  }

  func define(_ output: Tensor, _ target: Target) -> Expression { loss.define(output, target) }

  func defineGradient(_ cell: Position, _ output: Tensor, _ target: Target) -> Expression {
    loss.defineGradient(cell, output, target)
  }

  private func alternative(_ output: Tensor, _ target: Target) -> LossAlternative? {
    loss.alternatives(for: output.shape, target).first { $0.rule == rule }
  }
}
