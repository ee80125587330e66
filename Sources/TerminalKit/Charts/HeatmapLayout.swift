/// The position of a cell in a heatmap.
public struct CellPosition: Hashable, Sendable {
  /// Counted from 0 at the top.
  public var row: Int
  /// Counted from 0 at the left.
  public var column: Int

  /// The cell in a row and a column.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// A rectangle of heatmap cells, such as a receptive field.
public struct CellRegion: Hashable, Sendable {
  /// The rows.
  public let rows: Range<Int>
  /// The columns.
  public let columns: Range<Int>

  /// The cells in these rows and columns.
  public init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }

  /// Whether the region has the cell.
  public func contains(_ cell: CellPosition) -> Bool {
    rows.contains(cell.row) && columns.contains(cell.column)
  }
}

/// The layout of a heatmap on the screen.
///
/// The screen is measured in half rows where a screen cell stacks two values, so that with zoom 1 a
/// map cell is one column wide and half a row high, which is about a square. Without half blocks
/// zoom 1 is a whole screen cell, zoom 2 two columns and one row, zoom 4 four columns and two rows.
public struct HeatmapLayout: Hashable, Sendable {
  let rect: Rect
  let rows: Int
  let columns: Int
  /// The width of a cell in screen columns.
  package let zoom: Int
  /// The number of map rows and columns that one drawn cell combines; 1 unless the map was shrunk.
  package let block: Int
  /// The map cell in the upper left corner.
  package let origin: CellPosition
  let halfRows: Bool

  /// The width of a drawn cell in screen columns.
  package var cellColumns: Int { zoom }

  /// The height of a drawn cell in half screen rows.
  var cellHalves: Int { halfRows ? zoom : max(2, zoom / 2 * 2) }

  var drawnRows: Int { (rows - origin.row + block - 1) / block }
  var drawnColumns: Int { (columns - origin.column + block - 1) / block }

  /// The cells that are completely visible.
  public var visible: CellRegion {
    let shownRows = min(drawnRows, rect.height * 2 / cellHalves) * block
    let shownColumns = min(drawnColumns, rect.width / zoom) * block
    return CellRegion(
      rows: origin.row..<min(rows, origin.row + shownRows),
      columns: origin.column..<min(columns, origin.column + shownColumns))
  }

  /// The cell at a screen position (the upper one of two), nil outside of the map.
  public func cell(atX x: Int, y: Int) -> CellPosition? {
    cell(atX: x, half: (y - rect.y) * 2)
  }

  /// The map cell at a screen column and a half row of the rectangle.
  func cell(atX x: Int, half: Int) -> CellPosition? {
    guard x >= rect.x, x < rect.maxX, half >= 0, half < rect.height * 2 else { return nil }
    let cell = CellPosition(
      row: origin.row + half / cellHalves * block,
      column: origin.column + (x - rect.x) / zoom * block)
    return visible.contains(cell) ? cell : nil
  }

  /// The screen cells of a map cell, nil where it is not visible.
  public func rect(of cell: CellPosition) -> Rect? {
    guard visible.contains(cell) else { return nil }
    let top = (cell.row - origin.row) / block * cellHalves
    return Rect(
      x: rect.x + (cell.column - origin.column) / block * zoom, y: rect.y + top / 2, width: zoom,
      height: max(1, (cellHalves + top % 2) / 2))
  }

  /// The screen cells of the visible part.
  public var extent: Rect {
    let shown = visible
    let halves = (shown.rows.count + block - 1) / block * cellHalves
    return Rect(
      x: rect.x, y: rect.y, width: (shown.columns.count + block - 1) / block * zoom,
      height: (halves + 1) / 2)
  }
}
