import CNNModel
import ModelFiles

/// A network's summary as aligned lines of text.
package enum SummaryTable {
  /// A heading, a row a layer, and the totals; then what was assumed of its file,
  /// and what of it there are no layers for.
  package static func lines(_ summary: NetworkSummary) -> [String] {
    let width = max(4, "\(summary.multiplyAccumulates)".count)
    func right(_ word: String) -> String {
      String(repeating: " ", count: width - word.count) + word
    }
    let heading = ["layer", "", "output", "parameters", right("MACs"), "sees"]
    let rows = summary.rows.indices.map { index in
      let row = summary.rows[index]
      return [
        row.name, text(of: row, after: index == 0 ? nil : summary.rows[index - 1]),
        row.outputShape.text(of: row.outputType), parameters(row),
        right(row.multiplyAccumulates == 0 ? "" : "\(row.multiplyAccumulates)"),
        row.receptiveField?.description ?? "",
      ]
    }
    let total = [
      "total", "", "", "\(summary.parameterCount)", right("\(summary.multiplyAccumulates)"), "",
    ]
    let missing = summary.missing.map { "missing: \($0.name) (\($0.kind)): \($0.reason)" }
    let notes = summary.notes.map { "assumed: \($0)" }
    let remarks = summary.rows.flatMap { row in row.remarks.map { "\(row.name): \($0)" } }
    return aligned([heading] + rows + [total]) + fixed(summary) + remarks + notes + missing
  }

  /// What the total does not count.
  private static func fixed(_ summary: NetworkSummary) -> [String] {
    let (count, numbers) = summary.fixed
    guard count > 0 else { return [] }
    return [
      "not counted: \(count) constant\(count == 1 ? "" : "s") with \(numbers) "
        + "number\(numbers == 1 ? "" : "s") that no layer has as weights (fixed: not trained)"
    ]
  }

  /// The layer's line, with its inputs where it does not take the layer before it.
  private static func text(
    of row: NetworkSummary.Row, after previous: NetworkSummary.Row?
  ) -> String {
    row.inputs.isEmpty || row.inputs == [previous?.name]
      ? row.text : "\(row.text) from \(row.inputs.joined(separator: ", "))"
  }

  /// `16·6·5·5 + 16 = 2416`; what a row above has already is named and not counted again.
  package static func parameters(_ row: NetworkSummary.Row) -> String {
    let own = row.parameters.isEmpty ? [] : ["\(row.parameterArithmetic) = \(row.parameterCount)"]
    return (own + row.shared).joined(separator: ", ")
  }

  /// Columns as wide as their widest entry, two blanks between them.
  ///
  /// Names of a file may hold control characters, so entries are made harmless before they are
  /// measured.
  package static func aligned(_ rows: [[String]]) -> [String] {
    let rows = rows.map { $0.map(\.harmless) }
    let widths = (0..<(rows.first?.count ?? 0)).map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
