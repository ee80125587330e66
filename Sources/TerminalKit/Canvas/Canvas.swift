/// A picture of character cells that views draw into.
///
/// Every write is clipped, so that drawing works at any size; reading outside gives a blank.
public struct Canvas: Hashable, Sendable {
  /// Columns and rows.
  public let size: Size
  private var cells: [Cell]
  /// What may be shown in place of cells, by a terminal that has graphics.
  package internal(set) var pictures: [CellPicture] = []

  /// A canvas with the same cell everywhere.
  public init(_ size: Size, filledWith cell: Cell = .blank) {
    self.size = size
    cells = Array(repeating: cell, count: size.columns * size.rows)
  }

  /// A canvas with the same cell everywhere.
  public init(columns: Int, rows: Int, filledWith cell: Cell = .blank) {
    self.init(Size(columns: columns, rows: rows), filledWith: cell)
  }

  /// The rectangle of all cells.
  public var bounds: Rect { Rect(size) }

  /// The cell in a column and a row; outside of the canvas it is blank and writing has no effect.
  public subscript(x: Int, y: Int) -> Cell {
    get { bounds.contains(x: x, y: y) ? cells[y * size.columns + x] : .blank }
    set {
      guard bounds.contains(x: x, y: y) else { return }
      splitWide(x, y)
      cells[y * size.columns + x] = newValue
    }
  }

  /// The cells of one row, left to right; none where the canvas has no such row.
  public func row(_ y: Int) -> ArraySlice<Cell> {
    guard y >= 0, y < size.rows else { return [] }
    return cells[y * size.columns..<(y + 1) * size.columns]
  }

  /// Blanks the other half of a wide character of which one half is about to be overwritten.
  private mutating func splitWide(_ x: Int, _ y: Int) {
    let offset = y * size.columns + x
    if cells[offset].character == Cell.continuation, x > 0 { cells[offset - 1].character = " " }
    if x + 1 < size.columns, cells[offset + 1].character == Cell.continuation {
      cells[offset + 1].character = " "
    }
  }
}

extension Canvas {
  /// Writes one line of text and returns the column after it, visible or not.
  ///
  /// Control characters are shown as `·`, combining marks are left out, and a wide character of
  /// which only half would be visible is drawn as a blank.
  @discardableResult
  public mutating func write(
    _ text: some StringProtocol, x: Int, y: Int, _ style: Style = .plain
  ) -> Int {
    var column = x
    for scalar in text.unicodeScalars {
      let width = scalar.columns
      guard width > 0 else { continue }
      put(scalar.harmless, width, column, y, style)
      column += width
    }
    return column
  }

  /// Writes at most `limit` columns of one line of text, the last one `…` where it was longer.
  /// Returns the column after it.
  @discardableResult
  public mutating func write(
    _ text: some StringProtocol, x: Int, y: Int, limit: Int, _ style: Style = .plain
  ) -> Int {
    write(truncated(text, to: limit), x: x, y: y, style)
  }

  /// Writes text so that it ends before column `end`; returns the column where it begins.
  @discardableResult
  public mutating func write(
    _ text: some StringProtocol, endingAt end: Int, y: Int, _ style: Style = .plain
  ) -> Int {
    let start = end - text.columns
    write(text, x: start, y: y, style)
    return start
  }

  private mutating func put(
    _ scalar: Unicode.Scalar, _ width: Int, _ x: Int, _ y: Int, _ style: Style
  ) {
    guard width == 2 else {
      self[x, y] = Cell(scalar, style)
      return
    }
    let fits = x >= 0 && x + 1 < size.columns
    self[x, y] = Cell(fits ? scalar : " ", style)
    self[x + 1, y] = Cell(fits ? Cell.continuation : " ", style)
    if fits, bounds.contains(x: x, y: y) { self.cells[y * size.columns + x].character = scalar }
  }
}

/// The text, or its beginning and `…`, in at most `columns` columns.
public func truncated(_ text: some StringProtocol, to columns: Int) -> String {
  if text.columns <= columns { return String(text) }
  guard columns > 0 else { return "" }
  var kept = ""
  var used = 1
  for character in text {
    used += character.unicodeScalars.reduce(0) { $0 + $1.columns }
    if used > columns { break }
    kept.append(character)
  }
  return kept + "…"
}
