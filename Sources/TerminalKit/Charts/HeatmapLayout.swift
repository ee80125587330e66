/// A cell of a map.
public struct CellPosition: Hashable, Sendable {
  public var row: Int
  public var column: Int

  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// A rectangle of map cells, such as a receptive field.
public struct CellRegion: Hashable, Sendable {
  public var rows: Range<Int>
  public var columns: Range<Int>

  public init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }

  public func contains(_ cell: CellPosition) -> Bool {
    rows.contains(cell.row) && columns.contains(cell.column)
  }
}

/// Where the cells of a map are on the screen.
///
/// The screen is measured in half rows where a screen cell stacks two values, so that with zoom 1 a
/// map cell is one column wide and half a row high, which is about a square. Without half blocks
/// zoom 1 is a whole screen cell, zoom 2 two columns and one row, zoom 4 four columns and two rows.
public struct HeatmapLayout: Hashable, Sendable {
  public let rect: Rect
  public let rows: Int
  public let columns: Int
  public let zoom: Int
  /// How many map rows and columns are joined to one drawn cell; 1 unless the map was shrunk.
  public let block: Int
  /// The map cell in the upper left corner.
  public let origin: CellPosition
  let halfRows: Bool

  /// The columns a drawn cell is wide.
  public var cellColumns: Int { zoom }

  /// The screen rows a drawn cell is high, in halves.
  var cellHalves: Int { halfRows ? zoom : max(2, zoom / 2 * 2) }

  var drawnRows: Int { (rows - origin.row + block - 1) / block }
  var drawnColumns: Int { (columns - origin.column + block - 1) / block }

  /// The map cells that can be seen whole.
  public var visible: CellRegion {
    let shownRows = min(drawnRows, rect.height * 2 / cellHalves) * block
    let shownColumns = min(drawnColumns, rect.width / zoom) * block
    return CellRegion(
      rows: origin.row..<min(rows, origin.row + shownRows),
      columns: origin.column..<min(columns, origin.column + shownColumns))
  }

  /// The map cell at a screen position (the upper one of two), or nil where the map is not.
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

  /// The screen cells of a map cell, or nil where it is not shown.
  public func rect(of cell: CellPosition) -> Rect? {
    guard visible.contains(cell) else { return nil }
    let top = (cell.row - origin.row) / block * cellHalves
    return Rect(
      x: rect.x + (cell.column - origin.column) / block * zoom, y: rect.y + top / 2, width: zoom,
      height: max(1, (cellHalves + top % 2) / 2))
  }

  /// The screen cells the visible part takes.
  public var extent: Rect {
    let shown = visible
    let halves = (shown.rows.count + block - 1) / block * cellHalves
    return Rect(
      x: rect.x, y: rect.y, width: (shown.columns.count + block - 1) / block * zoom,
      height: (halves + 1) / 2)
  }
}
