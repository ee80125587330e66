extension Question {
  /// Whether a text names a cell by its row and column in words, as no command does.
  package static func isRowAndColumn(_ text: String) -> Bool {
    TypedAnswer.namedCell(TypedAnswer(text).text[...]) != nil
  }
}

/// A cell that is named by its indices, as readers write them.
extension TypedAnswer {
  /// The indices of the cell that it names, rows before columns: `[1,2]`, `(1, 2)`, `1,2`, `1 2`,
  /// `w[1,2]`, `w[1][2]`, `row 1 column 2`; `nil` where it names none.
  var cell: [Int]? {
    let cells = text.split(separator: "=").compactMap { part in
      Self.namedCell(part) ?? Self.bracketedCell(part) ?? Self.listedCell(String(part))
    }
    return cells.last
  }

  /// Whether it names the cell with those indices. Leading zeros, as of the only channel, may be said
  /// or not.
  func names(cell indices: [Int]) -> Bool {
    guard let cell else { return false }
    return Self.isSame(cell, indices)
  }

  /// Whether it names that cell with row and column exchanged.
  func namesExchanged(cell indices: [Int]) -> Bool {
    guard let cell, cell.count > 1 else { return false }
    return Self.isSame(cell.dropLast(2) + [cell[cell.count - 1], cell[cell.count - 2]], indices)
  }

  private static func isSame(_ cell: [Int], _ indices: [Int]) -> Bool {
    let (short, long) = cell.count < indices.count ? (cell, indices) : (indices, cell)
    let extra = long.count - short.count
    return short.count > 1 && Array(long.dropFirst(extra)) == short
      && long.prefix(extra).allSatisfy { $0 == 0 }
  }

  private static let axes = [
    ["channel", "map"], ["row", "rows", "r"], ["column", "columns", "col", "c"],
  ]

  /// `row 1, column 2` in any order, and perhaps a channel.
  fileprivate static func namedCell(_ text: Substring) -> [Int]? {
    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.flatMap(wordAndNumber)
    let indices = axes.map { names in
      zip(words, words.dropFirst()).first { names.contains($0.0) }.flatMap { Int($0.1) }
    }
    guard let row = indices[1], let column = indices[2] else { return nil }
    return (indices[0].map { [$0] } ?? []) + [row, column]
  }

  /// `r1` as `r` and `1`.
  private static func wordAndNumber(_ word: Substring) -> [String] {
    let letters = word.prefix(while: \.isLetter)
    return [String(letters), String(word.dropFirst(letters.count))].filter { !$0.isEmpty }
  }

  /// `w[1,2]`, `conv2.weight[1][2]`, `cell (1, 2) of the kernel`.
  private static func bracketedCell(_ text: Substring) -> [Int]? {
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close,
      !text[text.index(after: close)...].contains(where: \.isNumber)
    else { return nil }
    return indices(text[open..<close])
  }

  private static func listedCell(_ text: String) -> [Int]? {
    guard !text.contains("(") else { return nil }
    return indices(withoutWords(text)[...])
  }

  /// At least two whole numbers and what separates them.
  private static func indices(_ text: Substring) -> [Int]? {
    let parts = text.split { "(),; ".contains($0) }
    let indices = parts.compactMap { Int($0) }
    return indices.count == parts.count && indices.count > 1 ? indices : nil
  }
}
