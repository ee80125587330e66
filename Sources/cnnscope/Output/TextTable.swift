/// Rows of words under each other, two blanks between the columns.
struct TextTable {
  enum Alignment { case left, right }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// - Parameter columns: the heading of each, and to which side it is aligned.
  init(_ columns: [(String, Alignment)]) {
    alignments = columns.map(\.1)
    rows = [columns.map(\.0)]
  }

  /// - Precondition: there is a word for every column.
  mutating func add(_ row: [String]) {
    precondition(row.count == alignments.count, "\(row.count) words for \(alignments.count)")
    rows.append(row)
  }

  /// The lines, without blanks at their ends.
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

extension Float {
  /// In as many digits as read back to it; what is no number is NaN, whatever its sign.
  var plain: String { isNaN ? "NaN" : "\(self)" }
}
