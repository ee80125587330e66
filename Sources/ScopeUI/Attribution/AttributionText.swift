import Attribution
import CNNModel
import NumberText
import ScopeDebugger

/// What a map is, in lines of text: for the terminal of the verb and for the view.
package struct AttributionText {
  private let answer: AttributionAnswer
  private let network: Network

  package init(_ answer: AttributionAnswer) {
    (self.answer, network) = (answer, answer.pass.network)
  }

  private var map: AttributionMap { answer.map }

  private var method: (any AttributionMethod.Type)? {
    AttributionCatalog.all.first { $0.name == map.method }
  }

  /// `integrated gradients of input`
  package var title: String {
    "\(method?.title ?? map.method) of \(network.nodes[map.node].name)"
  }

  /// The formula.
  package var formula: String { method?.formula ?? "" }

  /// Where the method is described; `nil` for textbook mathematics.
  package var citation: String? { method?.citation }

  /// `steps 50, baseline 0.0`
  package var parameters: String {
    map.parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
  }

  /// What the network predicts: `8 eight, probability 0.9312`; `nil` where the output is no list of
  /// scores.
  package var prediction: String? {
    says.map { $0 + (network.dependsOnMode ? ", in evaluation mode" : "") }
  }

  private var says: String? {
    guard let label = answer.pass.prediction else { return nil }
    let reader = network.classOutput
    let probabilities = reader.probabilities(answer.pass.output.elements)
    if reader.yesLimit != nil, let yes = probabilities.last {
      return "\(Decimals.text(yes, 4)) for yes"
    }
    // The softmax of one number is 1, whatever it is.
    guard probabilities.count > 1, probabilities.indices.contains(label) else { return nil }
    return "\(network.classNames.title(of: label)), probability "
      + Decimals.text(probabilities[label], 4)
  }

  /// `fc3[8] = 12.31, the score of class 8 before softmax1, …`
  package var score: String {
    let name = answer.score.name(in: network)
    let isYes = network.classOutput.yesLimit != nil
    let label = answer.score.label.map {
      [isYes ? "the score for yes" : "the score of class \(network.classNames.title(of: $0))"]
    }
    let words = (label ?? []) + answer.score.remarks
    return (["\(name) = \(Decimals.text(map.score, 5))"] + words).joined(separator: ", ")
  }

  /// `Σ a = 3.10 = s(x) − s(baseline) = 3.12, residual -0.02 (0.6%) ✓`; `nil` where the method promises
  /// no sum.
  package var completeness: String? {
    guard let found = map.completeness else { return nil }
    let share =
      found.expected == 0
      ? "" : " (\(Decimals.percent((found.residual / found.expected).magnitude, 2)))"
    return "Σ = \(Decimals.text(found.sum, 6)), \(found.formula) = "
      + "\(Decimals.text(found.expected, 6)), residual \(Decimals.text(found.residual, 2))\(share) "
      + (found.holds ? "✓" : "✗ \(hint)")
  }

  private var hint: String {
    map.parameters.contains { $0.name == "steps" } ? "more steps come closer" : "they do not add up"
  }

  /// `with random parameters (seed 1): rank correlation 0.12, of magnitudes 0.31`; `nil` without a
  /// sanity check.
  package var sanity: String? {
    guard let sanity = answer.sanity else { return nil }
    let seed = "with random parameters (seed \(sanity.seed))"
    guard let correlation = sanity.correlation else {
      return "\(seed): no rank correlation, because a map is the same everywhere"
    }
    let magnitudes = sanity.magnitudes.map { ", of magnitudes \(Decimals.text($0, 2))" } ?? ""
    return "\(seed): rank correlation \(Decimals.text(correlation, 2))\(magnitudes)"
  }

  /// The name of a cell of the map's values.
  package func name(ofOffset offset: Int) -> String {
    if map.values.shape != network.outputShapes(of: map.node)[0] {
      // One number for every place, all channels together.
      let cell = map.values.shape.position(at: offset).indices.dropFirst(2)
      return "\(network.nodes[map.node].name)[all,\(cell.map(String.init).joined(separator: ","))]"
    }
    return CellOfValue(ValueReference(map.node), map.values.shape.position(at: offset)).name(
      in: network)
  }

  /// The name of what a contribution was read from.
  package func name(of part: Contribution) -> String {
    part.source.map { CellOfValue($0.value, $0.cell).name(in: network) } ?? part.name
  }
}
