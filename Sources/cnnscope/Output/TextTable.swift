import ModelFiles

/// A table of text with two blanks between its columns.
struct TextTable {
  enum Alignment { case left, right }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// - Parameter columns: the heading and the alignment of each.
  init(_ columns: [(String, Alignment)]) {
    alignments = columns.map(\.1)
    rows = [columns.map(\.0)]
  }

  /// - Precondition: there is a cell for every column.
  mutating func add(_ row: [String]) {
    precondition(row.count == alignments.count, "\(row.count) cells for \(alignments.count)")
    // Escapes take more columns than the control characters that they stand for.
    rows.append(row.map(\.harmless))
  }

  /// The lines, without trailing blanks.
  var text: String {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { line($0, widths) }.joined(separator: "\n")
  }

  private func line(_ row: [String], _ widths: [Int]) -> String {
    let words = row.indices.map { column in
      let blanks = String(repeating: " ", count: widths[column] - row[column].count)
      return alignments[column] == .left ? row[column] + blanks : blanks + row[column]
    }
    let line = words.joined(separator: "  ")
    let last = line.lastIndex { $0 != " " }
    return last.map { String(line[...$0]) } ?? ""
  }
}
