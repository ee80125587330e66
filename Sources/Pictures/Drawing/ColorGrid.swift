/// Colors in rows and columns.
package struct ColorGrid: Hashable, Sendable {
  /// Neighbors in a row that have one color.
  struct Run: Hashable {
    let row, column, length: Int
    let color: PixelColor
  }

  package let columns, rows: Int
  private var colors: [PixelColor?]

  /// A grid without colors.
  package init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    colors = Array(repeating: nil, count: columns * rows)
  }

  /// The color of a cell; nil where it is left out.
  package subscript(row: Int, column: Int) -> PixelColor? {
    get { colors[row * columns + column] }
    set { colors[row * columns + column] = newValue }
  }

  /// All runs of equal colors, row by row.
  var runs: [Run] {
    (0..<rows).flatMap { row -> [Run] in
      var runs: [Run] = []
      var start = 0
      for column in 0..<columns
      where column + 1 == columns || self[row, column + 1] != self[row, column] {
        if let color = self[row, column] {
          runs.append(Run(row: row, column: start, length: column + 1 - start, color: color))
        }
        start = column + 1
      }
      return runs
    }
  }
}

/// A rectangle of one color.
struct PaintedRectangle: Hashable {
  var x, y, width, height: Int
  let color: PixelColor

  /// The data of a path around it.
  var path: String { "M\(x) \(y)h\(width)v\(height)H\(x)z" }

  /// The rectangles with those as one that touch along a whole edge and have one color.
  static func joined(_ parts: [PaintedRectangle]) -> [PaintedRectangle] {
    let rows = parts.sorted {
      ($0.color.number, $0.y, $0.height, $0.x) < ($1.color.number, $1.y, $1.height, $1.x)
    }
    let columns = merged(rows) { $0.takeRight($1) }.sorted {
      ($0.color.number, $0.x, $0.width, $0.y) < ($1.color.number, $1.x, $1.width, $1.y)
    }
    return merged(columns) { $0.takeBelow($1) }
  }

  /// Offers every rectangle to the one before it.
  private static func merged(
    _ parts: [PaintedRectangle], _ take: (inout PaintedRectangle, PaintedRectangle) -> Bool
  ) -> [PaintedRectangle] {
    parts.reduce(into: []) { merged, part in
      if let last = merged.indices.last, merged[last].color == part.color,
        take(&merged[last], part)
      {
        return
      }
      merged.append(part)
    }
  }

  private mutating func takeRight(_ other: PaintedRectangle) -> Bool {
    guard y == other.y, height == other.height, other.x <= x + width else { return false }
    width = max(width, other.x + other.width - x)
    return true
  }

  private mutating func takeBelow(_ other: PaintedRectangle) -> Bool {
    guard x == other.x, width == other.width, other.y <= y + height else { return false }
    height = max(height, other.y + other.height - y)
    return true
  }
}
