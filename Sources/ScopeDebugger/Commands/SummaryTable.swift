import CNNEngine

/// A network's summary as aligned lines of text.
public enum SummaryTable {
  /// A heading, a row a layer, and the totals.
  public static func lines(_ summary: NetworkSummary) -> [String] {
    let heading = ["layer", "", "output", "parameters", "MACs", "sees"]
    let rows = summary.rows.map { row in
      [
        row.name, row.text, row.outputShape.description, parameters(row),
        row.products == 0 ? "" : "\(row.products)", row.receptiveField?.description ?? "",
      ]
    }
    let total = ["total", "", "", "\(summary.parameterCount)", "\(summary.products)", ""]
    return aligned([heading] + rows + [total])
  }

  /// `16·6·5·5 + 16 = 2416`
  public static func parameters(_ row: NetworkSummary.Row) -> String {
    row.parameters.isEmpty ? "" : "\(row.parameterArithmetic) = \(row.parameterCount)"
  }

  /// Columns as wide as their widest entry, two blanks between them.
  public static func aligned(_ rows: [[String]]) -> [String] {
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
