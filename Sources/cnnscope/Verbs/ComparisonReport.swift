import CNNModel
import Comparison
import ModelFiles

/// What `cnnscope compare` prints.
struct ComparisonReport {
  private let comparison: NetworkComparison
  private let reference: String

  init(_ comparison: NetworkComparison, reference: String) {
    (self.comparison, self.reference) = (comparison, reference)
  }

  var text: String {
    let title = "\(comparison.compared.network.title) beside \(reference.shownPath)"
    return ([title, table.text, verdict] + causes + [search, downstream, rest].compactMap(\.self))
      .joined(separator: "\n")
  }

  private var table: TextTable {
    var table = TextTable([
      ("layer", .left), ("born here", .right), ("arrived", .right), ("reference", .left),
      ("", .left),
    ])
    for layer in comparison.layers {
      table.add([
        layer.name, ComparisonWords.born(layer),
        ComparisonWords.arrived(layer), layer.reference ?? "–", mark(layer),
      ])
    }
    return table
  }

  private func mark(_ layer: ComparedLayer) -> String {
    if layer.shapes.count == 2 { return "\(layer.shapes[0]) here, \(layer.shapes[1]) there" }
    if layer.isGuilty {
      return layer == comparison.layers.first(where: \.isGuilty) ? "◀ first" : "◀"
    }
    return ""
  }

  private var verdict: String { ComparisonWords.verdict(comparison) }

  private var causes: [String] {
    let causes = comparison.causes
    guard let first = causes.first else {
      return comparison.isEqual
        ? [] : ["no changed computation that is known gives the reference's numbers"]
    }
    let same = causes.dropFirst().prefix(4).filter { $0.proof == first.proof }
    let proof = ComparisonWords.proof(first.proof)
    return ["cause (\(proof)): \(first.name): \(first.sentence)"]
      + (same.isEmpty ? [] : ["the same numbers come out otherwise, too:"])
      + same.map { "  \($0.name): \($0.sentence)" }
  }

  private var search: String? { ComparisonWords.search(comparison) }

  private var downstream: String? { ComparisonWords.downstream(comparison) }

  private var rest: String? {
    let unpaired = comparison.unpaired
    guard !unpaired.isEmpty else { return nil }
    return (unpaired.count == 1 ? "1 array" : "\(unpaired.count) arrays")
      + " of the reference without a layer: "
      + unpaired.prefix(5).joined(separator: ", ") + (unpaired.count > 5 ? " …" : "")
  }
}

extension ComparisonReport {
  var json: JSONText {
    .object([
      ("equal", .bool(comparison.isEqual && comparison.isComplete)),
      ("guilty", comparison.guiltyName.map(JSONText.string) ?? .null),
      ("candidates", .array(comparison.candidates.map(JSONText.string))),
      ("cause", comparison.cause.map(Self.json) ?? .null),
      ("causes", .array(comparison.causes.map(Self.json))),
      ("verdict", .string(verdict)),
      ("layers", .array(comparison.layers.map(Self.json))),
    ])
  }

  private static func json(_ cause: Cause) -> JSONText {
    .object([
      ("name", .string(cause.name)), ("sentence", .string(cause.sentence)),
      ("parameters", .object(cause.parameters.map { ($0.name, .string($0.value)) })),
      ("proof", .string("\(cause.proof)")),
    ])
  }

  private static func json(_ layer: ComparedLayer) -> JSONText {
    .object([
      ("name", .string(layer.name)), ("born", number(layer.born)),
      ("arrived", number(layer.arrived)),
      ("reference", layer.reference.map(JSONText.string) ?? .null),
      ("shapes", .array(layer.shapes.map { .string($0.plain) })),
    ])
  }

  private static func number(_ number: Double?) -> JSONText {
    guard let number, number.isFinite else { return .null }
    return .number(number)
  }
}
