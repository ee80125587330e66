import Attribution
import CNNModel
import ModelFiles
import NumberText
import ScopeDebugger
import ScopeUI

/// What `cnnscope why` prints: prediction, score, method and formula, whether the parts add up, and
/// the cells with the largest parts.
struct WhyReport {
  let answer: AttributionAnswer
  let input: NetworkInput
  /// How many cells are listed.
  let top: Int
  /// Whether the parameters are random.
  let isUntrained: Bool

  private var network: Network { answer.pass.network }
  private var map: AttributionMap { answer.map }

  var text: String {
    let words = AttributionText(answer)
    var lines = ["\(network.title) on \(input.name), \(input.fit)"]
    if isUntrained {
      lines.append("the parameters are random: --weights FILE explains what was learnt")
    }
    if let prediction = words.prediction { lines.append("prediction: \(prediction)") }
    lines.append("score: \(words.score)")
    lines.append("method: \(words.title)" + (words.citation.map { " (\($0))" } ?? ""))
    lines.append("  \(words.formula)")
    if !words.parameters.isEmpty { lines.append("  \(words.parameters)") }
    if let sum = words.completeness { lines.append("  \(sum)") }
    lines += map.remarks.map { "  \($0)" }
    if let sanity = words.sanity { lines.append(sanity) }
    if top > 0 { lines += ["", table] }
    return lines.joined(separator: "\n")
  }

  private var table: String {
    map.contributions.map(addends) ?? cells
  }

  /// The cells with the largest parts, with what stands there.
  private var cells: String {
    let known = known
    var table = TextTable(
      [("cell", .left), ("part", .left)] + (known == nil ? [] : [("number", .left)]))
    let words = AttributionText(answer)
    for offset in map.strongest(top) {
      table.add(
        [words.name(ofOffset: offset), Decimals.shortest(map.values[offset])]
          + (known.map { [Decimals.shortest($0[offset])] } ?? []))
    }
    return table.text
  }

  /// The numbers in the cells of the map; `nil` where one of its cells stands for several.
  private var known: Tensor? {
    let tensor = answer.pass.computed(ValueReference(map.node))
    return tensor.shape == map.values.shape ? tensor : nil
  }

  private func addends(_ list: ContributionList) -> String {
    var table = TextTable([
      ("addend", .left), ("number", .left), ("times", .left), ("part", .left),
    ])
    let words = AttributionText(answer)
    for part in list.parts.prefix(top) {
      let isConstant = part.source == nil
      table.add([
        words.name(of: part), isConstant ? "" : Decimals.exact(part.input),
        isConstant ? "" : Decimals.exact(part.factor), Decimals.shortest(Float(part.product)),
      ])
    }
    if list.parts.count > top {
      table.add([
        "\(list.parts.count - top) more", "", "", Decimals.shortest(Float(list.rest(after: top))),
      ])
    }
    return table.text
  }
}

extension WhyReport {
  var json: JSONText {
    let words = AttributionText(answer)
    return .object([
      ("network", .string(network.title)), ("input", .string(input.name)),
      ("fit", .string(input.fit)), ("untrained", .bool(isUntrained)),
      ("prediction", prediction),
      (
        "score",
        .object([
          ("name", .string(answer.score.name(in: network))),
          ("class", answer.score.label.map(JSONText.integer) ?? .null),
          ("value", .number(map.score)),
          ("remarks", .array(answer.score.remarks.map(JSONText.string))),
        ])
      ),
      ("method", .string(map.method)), ("formula", .string(words.formula)),
      ("source", words.citation.map(JSONText.string) ?? .null),
      (
        "parameters",
        .object(map.parameters.map { ($0.name, JSONText(setting: $0.value)) })
      ),
      ("of", .string(network.nodes[map.node].name)), ("completeness", completeness),
      ("sanity", sanity), ("remarks", .array(map.remarks.map(JSONText.string))),
      ("strongest", .array(map.strongest(top).map(cell))),
      ("contributions", map.contributions.map(addends) ?? .null),
      ("shape", map.values.shape.json),
      ("values", .array(map.values.elements.map { .number($0) })),
    ])
  }

  private var prediction: JSONText {
    let reader = network.classOutput
    guard let label = answer.pass.prediction,
      answer.pass.output.shape.count > 1 || reader.yesLimit != nil
    else { return .null }
    let probabilities = reader.probabilities(answer.pass.output.elements)
    let name = network.classNames?[label].map { [("name", JSONText.string($0))] } ?? []
    // Of a single number, read as yes or no, that of yes.
    let place = reader.yesLimit == nil ? label : probabilities.count - 1
    let number =
      probabilities.indices.contains(place) ? JSONText.number(probabilities[place]) : .null
    return .object([("class", .integer(label)), ("probability", number)] + name)
  }

  private var completeness: JSONText {
    guard let found = map.completeness else { return .null }
    return .object([
      ("sum", .number(Float(found.sum))), ("expected", .number(Float(found.expected))),
      ("formula", .string(found.formula)), ("residual", .number(Float(found.residual))),
      ("holds", .bool(found.holds)),
    ])
  }

  private var sanity: JSONText {
    guard let sanity = answer.sanity else { return .null }
    return .object([
      ("seed", .other("\(sanity.seed)")),
      ("correlation", sanity.correlation.map { .number(Float($0)) } ?? .null),
      ("magnitudes", sanity.magnitudes.map { .number(Float($0)) } ?? .null),
    ])
  }

  private func cell(_ offset: Int) -> JSONText {
    .object([
      ("cell", .string(AttributionText(answer).name(ofOffset: offset))),
      ("part", .number(map.values[offset])),
      ("number", known.map { .number($0[offset]) } ?? .null),
    ])
  }

  private func addends(_ list: ContributionList) -> JSONText {
    .array(
      list.parts.map { part in
        .object([
          ("addend", .string(AttributionText(answer).name(of: part))),
          ("number", part.source == nil ? .null : .number(Float(part.input))),
          ("times", part.source == nil ? .null : .number(Float(part.factor))),
          ("part", .number(Float(part.product))),
        ])
      })
  }
}

extension JSONText {
  /// A setting: a number where it is one.
  fileprivate init(setting text: String) {
    if let whole = Int(text) {
      self = .integer(whole)
    } else if let number = Float(text) {
      self = .number(number)
    } else {
      self = .string(text)
    }
  }
}
