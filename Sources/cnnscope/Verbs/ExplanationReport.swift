import ModelFiles
import NumberText

/// What `cnnscope input --explain` prints.
struct ExplanationReport {
  private let explanation: PipelineExplanation
  private let image: String

  init(_ explanation: PipelineExplanation, image: String) {
    (self.explanation, self.image) = (explanation, image)
  }

  var text: String {
    var lines = [verdict, explanation.pipeline.words]
    let others = explanation.variations
    if !others.isEmpty { lines.append("the same as far as the tensor shows:") }
    lines += others.map { "  \($0.parameter): \($0.values.joined(separator: ", "))" }
    lines.append(
      explanation.options.map { "options: \($0.words.joined(separator: " "))" }
        ?? "options: none of this program's do all of it")
    return (lines + ["in Python:", explanation.pipeline.python(image)]).joined(separator: "\n")
  }

  private var verdict: String {
    let (worst, mean) = (Self.levels(explanation.residual), Self.levels(explanation.meanResidual))
    if explanation.isExact { return "explained within the rounding of floats:" }
    if explanation.isFound { return "explained up to \(worst) levels of 255 (rounding):" }
    return "not explained; the nearest is \(mean) levels of 255 off on average, \(worst) at most:"
  }

  private static func levels(_ number: Double) -> String {
    Decimals.shortest(Float((number * 100).rounded() / 100))
  }

  var json: JSONText {
    .object([
      ("pipeline", explanation.pipeline.json),
      ("equal", .array(explanation.equal.map(\.json))),
      ("words", .string(explanation.pipeline.words)),
      (
        "options",
        explanation.options.map { .string($0.words.joined(separator: " ")) } ?? .null
      ),
      ("python", .string(explanation.pipeline.python(image))),
      ("explained", .bool(explanation.isFound)),
      ("residual", .number(explanation.residual)),
      ("mean_residual", .number(explanation.meanResidual)),
    ])
  }
}
