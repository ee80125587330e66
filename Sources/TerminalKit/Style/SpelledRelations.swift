/// Signs that no single ASCII character stands for, such as `≤` and `∞`, in several: `<=`, `inf`.
extension Glyphs {
  private static let spellings: [Unicode.Scalar: (Unicode.Scalar, Unicode.Scalar)] = [
    "≤": ("<", "="), "≥": (">", "="), "≠": ("!", "="), "±": ("+", "-"),
  ]

  /// What stands for signs that no single ASCII character does, the longest form first.
  private static let words: [Unicode.Scalar: [String]] = ["∞": ["inf"], "…": ["...", ".."]]

  /// A row of cells for screens that have ASCII only. `≤` and the like take a blank beside them:
  /// `a ≤ b` is `a <=b`, and `x ≤5` is `x<=5`; nothing else moves, and a sign without a blank beside
  /// it stays, for its form of one character. `∞` and `…` are `inf` and `...` or `..` where blanks, or
  /// a line that is drawn, are wide enough to give way: those at the left of a number in a column, else
  /// those behind the text, which moves to the right.
  public func spelled(_ row: [Cell]) -> [Cell] {
    guard !unicode else { return row }
    var spelled = row
    for x in row.indices.reversed() {
      _ = Self.words[row[x].character]?.first { Self.spell($0, at: x, in: &spelled) }
    }
    spellRelations(&spelled)
    spellProducts(&spelled)
    return spelled
  }

  /// `6·25` and `w · x` become `6*25` and `w * x`, for a point would be a decimal one. A `·` that stands
  /// for a cell outside of a map, in a colored table, or for itself alone, stays.
  private func spellProducts(_ row: inout [Cell]) {
    func isFactor(_ x: Int, not excluded: String) -> Bool {
      row.indices.contains(x) && !(" ·" + excluded).unicodeScalars.contains(row[x].character)
    }
    for x in row.indices
    where row[x].character == "·" && row[x].style.role != .padding && row[x].style.background == nil
    {
      let isTight = isFactor(x - 1, not: "[│") && isFactor(x + 1, not: "]│")
      let isLoose =
        row.indices.contains(x - 2) && row[x - 1].character == " " && isFactor(x - 2, not: "[]│")
        && row.indices.contains(x + 2) && row[x + 1].character == " " && isFactor(x + 2, not: "[]│")
      if isTight || isLoose { row[x].character = "*" }
    }
  }

  private func spellRelations(_ spelled: inout [Cell]) {
    let row = spelled
    func isBlank(_ x: Int) -> Bool { row.indices.contains(x) && spelled[x].character == " " }
    for (x, cell) in row.enumerated() {
      guard let (first, second) = Self.spellings[cell.character] else { continue }
      // "±2" is a number, which needs the blank between it and what stands before.
      let needsBlank = cell.character == "±" && !isBlank(x - 2)
      if isBlank(x + 1) {
        (spelled[x].character, spelled[x + 1].character) = (first, second)
      } else if isBlank(x - 1), !needsBlank {
        (spelled[x - 1].character, spelled[x].character) = (first, second)
      }
    }
  }

  /// - Returns: whether there is room for the word in place of a sign.
  private static func spell(_ word: String, at x: Int, in row: inout [Cell]) -> Bool {
    let more = word.count - 1
    let letters = word.unicodeScalars.map { Cell($0, row[x].style) }
    let first = x > 0 && row[x - 1].character == "−" ? x - 1 : x
    if first > more, row[first - more - 1..<first].allSatisfy({ $0.character == " " }) {
      row.replaceSubrange(first - more...x, with: row[first..<x] + letters)
      return true
    }
    guard let gap = gap(of: more + 1, behind: x, in: row) else { return false }
    row.removeSubrange(gap..<gap + more)
    row.replaceSubrange(x...x, with: letters)
    return true
  }

  /// The first place behind a text with so many blanks, or cells of a line that is drawn.
  private static func gap(of count: Int, behind x: Int, in row: [Cell]) -> Int? {
    for start in x + 1..<max(x + 1, row.count - count + 1) {
      let character = row[start].character
      if row[start..<start + count].allSatisfy({ $0.character == character }),
        character == " " || character == "─"
      {
        return start
      }
      if (0x2500...0x257F).contains(character.value), character != "─" { return nil }
    }
    return nil
  }
}

extension Canvas {
  /// The canvas with ``Glyphs/spelled(_:)`` rows.
  public func spelled(_ glyphs: Glyphs) -> Canvas {
    guard !glyphs.unicode else { return self }
    var canvas = self
    for y in 0..<size.rows {
      let row = glyphs.spelled((0..<size.columns).map { self[$0, y] })
      for x in 0..<size.columns { canvas[x, y] = row[x] }
    }
    return canvas
  }
}
