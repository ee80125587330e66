/// Signs that no single ASCII character stands for, such as `≤`, in two: `<=`.
extension Glyphs {
  private static let spellings: [Unicode.Scalar: (Unicode.Scalar, Unicode.Scalar)] = [
    "≤": ("<", "="), "≥": (">", "="), "≠": ("!", "="), "±": ("+", "-"),
  ]

  /// A row of cells in which such signs take a blank beside them, on screens that have ASCII only:
  /// `a ≤ b` is `a <=b`, and `x ≤5` is `x<=5`. Nothing else moves; a sign without a blank beside it
  /// stays, for its form of one character.
  public func spelled(_ row: [Cell]) -> [Cell] {
    guard !unicode else { return row }
    var spelled = row
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
    return spelled
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
