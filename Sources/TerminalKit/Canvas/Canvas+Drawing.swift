extension Canvas {
  /// Fills a rectangle with one cell.
  public mutating func fill(_ rect: Rect, with cell: Cell = .blank) {
    let visible = rect.intersection(bounds)
    for y in visible.y..<visible.maxY {
      for x in visible.x..<visible.maxX { self[x, y] = cell }
    }
  }

  /// Changes the style of the cells of a rectangle but not their characters.
  mutating func restyle(_ rect: Rect, _ style: Style) {
    let visible = rect.intersection(bounds)
    for y in visible.y..<visible.maxY {
      for x in visible.x..<visible.maxX { self[x, y].style = style }
    }
  }

  /// Draws a frame on the edge of a rectangle, with a title in it, and returns the room inside.
  ///
  /// A focused frame differs not only by color: its title is bold and in brackets.
  @discardableResult
  public mutating func box(_ rect: Rect, title: String = "", focused: Bool = false) -> Rect {
    guard rect.width > 1, rect.height > 1 else { return rect.inset() }
    let style = Style(focused ? .focusedBorder : .border)
    let (right, bottom) = (rect.maxX - 1, rect.maxY - 1)
    horizontalLine(x: rect.x, y: rect.y, length: rect.width, style)
    horizontalLine(x: rect.x, y: bottom, length: rect.width, style)
    verticalLine(x: rect.x, y: rect.y, length: rect.height, style)
    verticalLine(x: right, y: rect.y, length: rect.height, style)
    self[rect.x, rect.y] = Cell("┌", style)
    self[right, rect.y] = Cell("┐", style)
    self[rect.x, bottom] = Cell("└", style)
    self[right, bottom] = Cell("┘", style)
    if !title.isEmpty {
      let text = focused ? "[\(title)]" : title
      write(text, x: rect.x + 1, y: rect.y, limit: rect.width - 2, Style(focused ? .title : .plain))
    }
    return rect.inset()
  }

  /// Draws a line of `─` to the right.
  public mutating func horizontalLine(
    x: Int, y: Int, length: Int, _ style: Style = Style(.border)
  ) {
    for column in x..<max(x, x + length) { self[column, y] = Cell("─", style) }
  }

  /// Draws a line of `│` downward.
  public mutating func verticalLine(
    x: Int, y: Int, length: Int, _ style: Style = Style(.border)
  ) {
    for row in y..<max(y, y + length) { self[x, row] = Cell("│", style) }
  }

  /// Copies another canvas to where its upper left corner is at (x, y).
  package mutating func blit(_ other: Canvas, x: Int, y: Int) {
    let target = other.bounds.offset(x: x, y: y).intersection(bounds)
    for row in target.y..<target.maxY {
      for column in target.x..<target.maxX { self[column, row] = other[column - x, row - y] }
    }
  }

  /// Lets `body` draw into a rectangle as into a canvas of its own, which is clipped at its edges
  /// and initially has the cells of the rectangle.
  public mutating func within<Failure: Error, Result>(
    _ rect: Rect, _ body: (inout Canvas) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var part = Canvas(rect.size)
    part.blit(self, x: -rect.x, y: -rect.y)
    let result = try body(&part)
    blit(part, x: rect.x, y: rect.y)
    for picture in part.pictures { add(picture.offset(x: rect.x, y: rect.y)) }
    return result
  }
}

/// Snapshots for tests and for `play`; characters and styles are compared separately.
extension Canvas {
  /// The characters, one line per row, without trailing blanks.
  public var text: String {
    (0..<size.rows).map { line($0) }.joined(separator: "\n")
  }

  /// The characters of one row, without trailing blanks.
  public func line(_ y: Int) -> String {
    var scalars = String.UnicodeScalarView()
    for cell in row(y) where cell.character != Cell.continuation { scalars.append(cell.character) }
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  /// The styles, one line per run of equal ones: `row:first-last style`; plain runs are omitted.
  public var styleText: String {
    (0..<size.rows).flatMap { styleRuns($0) }.joined(separator: "\n")
  }

  private func styleRuns(_ y: Int) -> [String] {
    var runs: [String] = []
    var start = 0
    for x in 1...max(1, size.columns) {
      let style = self[start, y].style
      if x < size.columns, self[x, y].style == style { continue }
      if style != .plain { runs.append("\(y):\(start)-\(x - 1) \(style)") }
      start = x
    }
    return runs
  }
}
