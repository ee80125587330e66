import CNNEngine
package import CNNModel
import NumberText

/// An evaluation as lines of text.
package enum EvaluationTable {
  /// Rows are the classes, columns the predictions; behind them are the accuracy of the class, and
  /// its name where classes have names.
  package static func confusion(_ result: EvaluationResult, _ names: ClassNames?) -> [String] {
    let width = max(2, "\(result.confusion.flatMap(\.self).max() ?? 0)".count)
    func cell(_ number: Int, blank: Bool = false) -> String {
      let text = blank && number == 0 ? "·" : "\(number)"
      return String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let heading =
      ["class"] + (0..<result.classes).map { cell($0) } + ["accuracy"]
      + (names == nil ? [] : ["name"])
    let rows = result.confusion.indices.map { label in
      [cell(label)] + result.confusion[label].map { cell($0, blank: true) }
        + [result.accuracy(of: label).map { Decimals.percent($0, 3) } ?? "–"]
        + (names.map { [$0[label] ?? ""] } ?? [])
    }
    return SummaryTable.aligned([heading] + rows)
  }

  /// The worst mistakes, a row each, under the names that open them.
  package static func mistakes(
    _ result: EvaluationResult, of name: String, _ count: Int, _ names: ClassNames?
  ) -> [String] {
    guard result.samples.count == result.count else {
      return ["mistakes are listed where each image has one class"]
    }
    let worst = result.mistakes().prefix(count)
    return worst.isEmpty ? ["no mistakes"] : rows(of: Array(worst), of: name, names)
  }

  /// Samples, a row each, under the names that open them.
  package static func rows(
    of samples: [EvaluationResult.Sample], of name: String, _ names: ClassNames?
  ) -> [String] {
    let rows = samples.map {
      [
        "\(name):test:\($0.index)", "label \(names.title(of: $0.label))",
        $0.prediction.map { "predicted \(names.title(of: $0))" } ?? "not a number",
        "\(Decimals.percent(Double($0.confidence), 3)) confident",
        "loss \(Decimals.text($0.loss, 4))",
      ]
    }
    return SummaryTable.aligned(rows)
  }
}
