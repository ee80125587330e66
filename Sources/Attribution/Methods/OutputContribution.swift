import CNNEngine
import CNNModel

/// The exact parts of a score: each input of the last layer that adds, times its weight.
///
/// `s = Σᵢ wᵢ · xᵢ + b`: the parts are `wᵢ · xᵢ`, and they add up to the score within rounding. The
/// same can be asked of any `xᵢ` again, from the output down to the pixels.
public struct OutputContribution: AttributionMethod {
  /// `contribution`
  public static let name = "contribution"
  /// Contribution.
  public static let title = "contribution"
  /// A weighted sum.
  public static let formula = "a = w · x for every addend of s = Σ w · x + b"
  /// Textbook mathematics.
  public static let citation: String? = nil

  /// The method has no settings.
  public init(_ settings: AttributionSettings) {}

  /// One forward pass.
  public func forwardPasses(for input: Shape, _ axes: [Int]) -> Int { 1 }

  /// One forward pass.
  public func map(
    _ question: AttributionQuestion, _ progress: (Int, Int) -> Void
  ) throws(AttributionError) -> AttributionMap {
    let network = question.network
    let pass = try AttributedPass(
      network, state: question.state, batch: question.batch, seed: question.seed)
    let list = try pass.contributions(of: CellOfValue(question.score.value, question.score.cell))
    guard let first = list.parts.lazy.compactMap(\.source).first else {
      throw AttributionError(
        "\(CellOfValue(list.number.value, list.number.cell).name(in: network)) is a constant; it has no inputs"
      )
    }
    var values = pass.computed(first.value).zeros
    for part in list.parts where part.source?.value == first.value {
      if let cell = part.source?.cell { values[cell] += Float(part.product) }
    }
    return AttributionMap(
      Self.self, score: pass.computed(question.score.value)[question.score.cell],
      node: first.value.node, values: values, pictureNode: first.value.node,
      picture: NodePlaces(of: first.value.node, in: network).sums(of: values),
      parameters: [
        .init("of", CellOfValue(list.number.value, list.number.cell).name(in: network)),
        .init("inputs", network.nodes[first.value.node].name),
      ], completeness: list.completeness,
      remarks: list.passages.isEmpty ? [] : [passages(list, network)], contributions: list)
  }

  /// How the score came out of the sum.
  private func passages(_ list: ContributionList, _ network: Network) -> String {
    let names = list.passages.map { passage in
      CellOfValue(passage.cell.value, passage.cell.cell).name(in: network)
        + (passage.isWinner ? " (winner)" : "")
    }
    let number = CellOfValue(list.number.value, list.number.cell).name(in: network)
    return "\(names.joined(separator: " ← ")) ← \(number), whose parts these are"
  }
}

extension AttributedPass {
  /// A number as the sum of the inputs of the layer that made it, behind all layers that pass one
  /// number on.
  ///
  /// - Throws: ``AttributionError`` where the number is an input of the network, or its layer makes
  ///   it of several inputs otherwise than by adding multiples of them.
  public func contributions(of start: CellOfValue) throws(AttributionError) -> ContributionList {
    var (here, passages) = (start, [ContributionPassage]())
    while true {
      try AttributionError.checkCancellation()
      let definition = try definition(of: here)
      guard let next = onlyInput(of: definition, in: here.value.node) else {
        return try list(here, definition, passages)
      }
      passages.append(
        ContributionPassage(
          cell: here, value: computed(here.value)[here.cell], isWinner: next.isWinner))
      here = next.cell
    }
  }

  private func definition(of here: CellOfValue) throws(AttributionError) -> Expression {
    let (node, name) = (here.value.node, CellOfValue(here.value, here.cell).name(in: network))
    guard !network.nodes[node].isSource else {
      throw AttributionError("\(name) is an input of the network; it is made of nothing else")
    }
    let outputs = network.outputShapes(of: node).indices.map { computed(ValueReference(node, $0)) }
    let pass = BackwardPass(
      forward: execution.forwardPass(of: node), outputs: outputs, gradients: [])
    return network.nodes[node].layer.define(.output(here.value.output, here.cell), in: pass)
  }

  /// The cell of a number that depends on one input cell alone, or is the largest of several.
  ///
  /// - Returns: `nil` where that is an input of the network, so that nothing is behind it.
  private func onlyInput(
    of definition: Expression, in node: Int
  ) -> (cell: CellOfValue, isWinner: Bool)? {
    let chosen: Term?
    var isWinner = false
    let cells = Set(definition.terms.compactMap { $0.inputCell == nil ? nil : $0.source })
    if cells.count == 1, !definition.terms.contains(where: \.isPadding) {
      chosen = definition.terms.first { $0.inputCell != nil }
    } else if case .maximum(let parts) = definition.unwrapped {
      isWinner = true
      chosen = winner(of: parts)
    } else {
      return nil
    }
    guard let (input, cell) = chosen?.inputCell else { return nil }
    let value = network.nodes[node].inputs[input]
    guard !network.nodes[value.node].isSource else { return nil }
    return (CellOfValue(value, cell), isWinner)
  }

  private func winner(of parts: [Expression]) -> Term? {
    let largest = Expression.maximum(parts).value
    guard let part = parts.first(where: { $0.value == largest }),
      case .term(let term) = part.unwrapped
    else { return nil }
    return term
  }

  private func list(
    _ here: CellOfValue, _ definition: Expression, _ passages: [ContributionPassage]
  ) throws(AttributionError) -> ContributionList {
    let node = network.nodes[here.value.node]
    guard let affine = AffineParts(definition) else {
      throw AttributionError(
        "\(CellOfValue(here.value, here.cell).name(in: network)) of \(node.layer.text) is no sum of multiples of "
          + "its inputs; gradient-input gives parts of any layer")
    }
    let parts = affine.parts.map { part in
      let source = part.term?.inputCell.map {
        CellOfValue(node.inputs[$0.input], $0.cell)
      }
      return Contribution(
        source: source, name: "bias", input: part.input, factor: part.factor)
    }
    let order = parts.indices.sorted {
      (parts[$1].product.magnitude, $0) < (parts[$0].product.magnitude, $1)
    }
    let stored = computed(here.value)[here.cell]
    let sum = parts.reduce(0) { $0 + $1.product }
    return ContributionList(
      passages: passages, number: here, stored: stored, parts: order.map { parts[$0] },
      completeness: Completeness(
        sum: sum, expected: Double(stored),
        formula: CellOfValue(here.value, here.cell).name(in: network),
        tolerance: definition.roundingBound))
  }
}
