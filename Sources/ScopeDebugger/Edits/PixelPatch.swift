/// A rectangle of pixels that all have one color.
package struct PixelPatch: Hashable, Sendable {
  package let rows: Range<Int>
  package let columns: Range<Int>
  /// A number for each channel.
  package let ink: [Float]

  package var count: Int { rows.count * columns.count }

  /// Its middle pixel, height, width and color, as `draw` takes them: `3 4 0.5 2x2`.
  var text: String {
    let middle = "\(rows.lowerBound + rows.count / 2) \(columns.lowerBound + columns.count / 2)"
    let size = rows.count == columns.count ? "\(rows.count)" : "\(rows.count)x\(columns.count)"
    return "\(middle) \(color)\(size == "1" ? "" : " \(size)")"
  }

  /// `0.5`, or `1,0,0` where the channels differ.
  var color: String {
    let isGray = ink.dropFirst().allSatisfy { $0.bitPattern == ink[0].bitPattern }
    return ink.prefix(isGray ? 1 : ink.count).map(\.shortest).joined(separator: ",")
  }

  /// `rows 2–5, column 3 = 0.5`, `pixel 2 3 = 1`
  var title: String {
    if count == 1 { return "pixel \(rows.lowerBound) \(columns.lowerBound) = \(color)" }
    return "\(Self.text("row", rows)), \(Self.text("column", columns)) = \(color)"
  }

  private static func text(_ name: String, _ range: Range<Int>) -> String {
    range.count == 1
      ? "\(name) \(range.lowerBound)"
      : "\(name)s \(range.lowerBound)–\(range.upperBound - 1)"
  }
}

extension [PixelPatch] {
  /// Few rectangles that cover cells of a grid, all cells of one of the same color: runs of a row,
  /// each as far down as the rows below have the same run.
  ///
  /// - Parameter ink: the color of a cell; `nil` where it is not covered.
  init(rows: Int, columns: Int, _ ink: (_ row: Int, _ column: Int) -> [Float]?) {
    self = []
    /// The patches that the last row belongs to, by their columns.
    var open: [Range<Int>: PixelPatch] = [:]
    for row in 0..<rows {
      var next: [Range<Int>: PixelPatch] = [:]
      for run in Self.runs(columns, { ink(row, $0) }) {
        let above = open.removeValue(forKey: run.columns)
        let isSame = above.map { Self.areSame($0.ink, run.ink) } ?? false
        if let above, !isSame { append(above) }
        let first = isSame ? above?.rows.lowerBound ?? row : row
        next[run.columns] = PixelPatch(rows: first..<row + 1, columns: run.columns, ink: run.ink)
      }
      append(contentsOf: open.values)
      open = next
    }
    append(contentsOf: open.values)
    sort {
      ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound)
    }
  }

  /// Neighbors of one row with the same color.
  private static func runs(
    _ columns: Int, _ ink: (Int) -> [Float]?
  ) -> [(columns: Range<Int>, ink: [Float])] {
    var runs: [(columns: Range<Int>, ink: [Float])] = []
    for column in 0..<columns {
      guard let ink = ink(column) else { continue }
      if let last = runs.last, last.columns.upperBound == column, areSame(last.ink, ink) {
        runs[runs.count - 1].columns = last.columns.lowerBound..<column + 1
      } else {
        runs.append((column..<column + 1, ink))
      }
    }
    return runs
  }

  private static func areSame(_ one: [Float], _ other: [Float]) -> Bool {
    one.elementsEqual(other) { $0.bitPattern == $1.bitPattern }
  }
}
