/// A matrix of numbers drawn in color.
///
/// In color a map cell is a colored area (half blocks at zoom 1), where the font lacks half blocks
/// with the ramp's character in it, in monochrome a character of the ramp ` .:-=+*#%@` for its
/// magnitude; negative ones of a diverging scale are underlined there and, with two columns or
/// more, begin with `-`. Numbers that no color can show have the glyphs of ``Heat/glyph``; of two
/// stacked cells the one that is no finite number is the one seen.
public struct Heatmap: Sendable {
  /// How a map is drawn that is larger than the available space.
  public enum Overflow: Hashable, Sendable {
    /// A part of it is shown, around the cursor (or from ``Heatmap/origin`` without one).
    case scroll
    /// n×n cells are combined to one, which shows the value of largest magnitude, and NaN before
    /// all others, so that nothing alarming disappears.
    case shrink
  }

  /// The number of rows of the matrix.
  public let rows: Int
  /// The number of columns of the matrix.
  public let columns: Int
  /// How values become colors.
  public let scale: HeatScale
  /// The width of a cell in screen columns; nil is the largest of 8, 6, 4, 2 and 1 with which the
  /// map fits.
  public var zoom: Int?
  /// How a map is drawn that is larger than the available space.
  public var overflow = Overflow.scroll
  /// The cell in the upper left corner of a scrolled map; moved where the cursor would be unseen.
  public var origin = CellPosition(row: 0, column: 0)
  /// The selected cell.
  public var cursor: CellPosition?
  /// The cells that keep their colors while the others become gray; nil is all.
  public var focus: CellRegion?
  /// The cells that are the map proper; those outside are padding, drawn as `·`. nil is all.
  public var content: CellRegion?
  /// A picture under the map, a gray level of 0 to 1 for each cell: a diverging scale then tints it,
  /// and where a value is 0 the picture is seen as it is. nil is none; monochrome shows none.
  public var underlay: [Float]?
  private let values: [Float]

  /// A map of values.
  ///
  /// - Parameters:
  ///   - rows: the number of rows.
  ///   - columns: the number of columns.
  ///   - values: in row-major order.
  ///   - scale: how values become colors.
  /// - Precondition: there are rows · columns values.
  public init(rows: Int, columns: Int, values: [Float], scale: HeatScale) {
    precondition(
      values.count == rows * columns, "\(values.count) values for \(rows)×\(columns) cells")
    self.rows = rows
    self.columns = columns
    self.values = values
    self.scale = scale
  }

  /// A map of the values that a function has for each row and column.
  public init(
    rows: Int, columns: Int, scale: HeatScale, value: (_ row: Int, _ column: Int) -> Float
  ) {
    let all = (0..<rows * columns).map { value($0 / columns, $0 % columns) }
    self.init(rows: rows, columns: columns, values: all, scale: scale)
  }

  /// The number in a cell.
  ///
  /// - Precondition: the map has the cell.
  public subscript(cell: CellPosition) -> Float {
    precondition(
      cell.row >= 0 && cell.row < rows && cell.column >= 0 && cell.column < columns,
      "no cell \(cell) in \(rows)×\(columns)")
    return values[cell.row * columns + cell.column]
  }
}

extension Heatmap {
  /// The layout of the map in a rectangle of the screen.
  public func layout(in rect: Rect, _ capabilities: Capabilities) -> HeatmapLayout {
    let halves = capabilities.stacksHeat
    let zoom = max(1, zoom ?? fittingZoom(rect, halves))
    let block = overflow == .shrink ? combinedCells(rect, zoom, halves) : 1
    return HeatmapLayout(
      rect: rect, rows: rows, columns: columns, zoom: zoom, block: block,
      origin: block > 1 ? CellPosition(row: 0, column: 0) : scrolled(rect, zoom, halves),
      halfRows: halves)
  }

  private func room(_ rect: Rect, _ zoom: Int, _ halves: Bool) -> CellPosition {
    let unbounded = HeatmapLayout(
      rect: rect, rows: .max / 2, columns: .max / 2, zoom: zoom, block: 1,
      origin: CellPosition(row: 0, column: 0), halfRows: halves)
    return CellPosition(row: unbounded.visible.rows.count, column: unbounded.visible.columns.count)
  }

  private func fittingZoom(_ rect: Rect, _ halves: Bool) -> Int {
    [8, 6, 4, 2].first {
      let room = room(rect, $0, halves)
      return room.row >= rows && room.column >= columns
    } ?? 1
  }

  private func combinedCells(_ rect: Rect, _ zoom: Int, _ halves: Bool) -> Int {
    let room = room(rect, zoom, halves)
    guard room.row > 0, room.column > 0 else { return 1 }
    return max(1, (rows + room.row - 1) / room.row, (columns + room.column - 1) / room.column)
  }

  private func scrolled(_ rect: Rect, _ zoom: Int, _ halves: Bool) -> CellPosition {
    let room = room(rect, zoom, halves)
    return CellPosition(
      row: firstShown(origin.row, cursor?.row, room.row, rows),
      column: firstShown(origin.column, cursor?.column, room.column, columns))
  }

  private func firstShown(_ wanted: Int, _ cursor: Int?, _ room: Int, _ count: Int) -> Int {
    var first = wanted
    if let cursor { first = min(cursor, max(first, cursor - room + 1)) }
    return max(0, min(first, count - room))
  }

  /// The value that is drawn for a cell: its own, or that which stands for the combined ones.
  func drawnValue(_ cell: CellPosition, block: Int) -> Float {
    guard block > 1 else { return self[cell] }
    var chosen = self[cell]
    for row in cell.row..<min(rows, cell.row + block) {
      for column in cell.column..<min(columns, cell.column + block) {
        let value = self[CellPosition(row: row, column: column)]
        if value.isNaN { return value }
        if value.magnitude > chosen.magnitude { chosen = value }
      }
    }
    return chosen
  }
}
