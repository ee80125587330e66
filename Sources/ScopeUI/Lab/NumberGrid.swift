import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// A small map whose numbers can be read, with the cells of a window, or of one kernel, marked.
///
/// Marked cells stand in brackets (the cursor among them in `‹ ›`), keep their colors and are bold (without colors: reversed), the
/// others turn gray. Cells outside of the map proper, such as padding, are dim and a zero there is
/// `·`. A map that is too large for its numbers is heat.
struct NumberGrid {
  /// How much of a map is shown.
  enum Detail: Int, Hashable {
    case numbers, wide, narrow
  }

  let title: String
  let rows: Int
  let columns: Int
  let values: [Float]
  /// The cells of the window, or those that one input cell reaches; `nil` where there are none.
  var marked: Set<Pair>?
  var cursor: Pair?
  /// The cell whose number is to be predicted.
  var hiddenCell: Pair?
  /// Which cells are no part of the map proper.
  var isOutside: (Pair) -> Bool = { _ in false }
  var isFocused = false
  /// The rows of the screen that a cell takes when its number is shown.
  private(set) var cellRows = 1
  /// Whether it is left out first where there is not room for all.
  var isOptional = false
  var detail = Detail.numbers

  init(_ title: String, rows: Int, columns: Int, values: [Float]) {
    (self.title, self.rows, self.columns, self.values) = (title, rows, columns, values)
    texts = values.map { Self.text($0) }
    cellColumns = 1 + (texts.map(\.columns).max() ?? 1)
    scale = HeatScale(fitting: values)
  }

  private let texts: [String]
  private var cellColumns: Int
  var scale: HeatScale

  /// The screen that it takes, its title included.
  func extent(_ capabilities: Capabilities) -> Size {
    let halves = capabilities.stacksHeat && detail == .narrow
    let width =
      switch detail {
      case .numbers: columns * cellColumns + 1
      case .wide: columns * 2
      case .narrow: columns
      }
    let height = detail == .numbers ? rows * cellRows : halves ? (rows + 1) / 2 : rows
    return Size(columns: max(width, title.columns + 2), rows: 1 + height)
  }

  /// The same map with less to read; `nil` when there is no less.
  var reduced: NumberGrid? {
    guard let next = Detail(rawValue: detail.rawValue + 1) else { return nil }
    var copy = self
    copy.detail = next
    return copy
  }

  /// The same map with cells of so many rows and at least twice as many columns.
  func enlarged(_ cellRows: Int) -> NumberGrid {
    var copy = self
    copy.cellRows = cellRows
    copy.cellColumns = max(cellColumns, 2 * cellRows)
    return copy
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities) {
    canvas.write(
      isFocused ? "[\(title)]" : " \(title) ", x: rect.x, y: rect.y, limit: rect.width,
      isFocused ? .title : .heading)
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    guard detail == .numbers else { return drawHeat(&canvas, inside, capabilities) }
    for line in 0..<min(rows * cellRows, inside.height) {
      drawLine(line, &canvas, inside, capabilities)
    }
  }

  /// A row of the screen: of a cell of several the one in the middle has the number.
  private func drawLine(
    _ line: Int, _ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities
  ) {
    let (row, part) = line.quotientAndRemainder(dividingBy: cellRows)
    for column in 0..<columns {
      let cell = Pair(row, column)
      let style = style(of: cell, capabilities)
      let x = rect.x + column * cellColumns
      let text = part == cellRows / 2 ? centered(text(of: cell)) : ""
      canvas[x, rect.y + line] = Cell(bracket(before: cell), edge(cell, capabilities))
      canvas.write(text.leftPadded(to: cellColumns - 1), x: x + 1, y: rect.y + line, style)
    }
    canvas[rect.x + columns * cellColumns, rect.y + line] = Cell(
      bracket(before: Pair(row, columns)), Style(.mark))
  }

  private func centered(_ text: String) -> String {
    guard cellRows > 1 else { return text }
    return text.rightPadded(to: (cellColumns - 1 + text.columns) / 2)
  }

  private func text(of cell: Pair) -> String {
    if cell == hiddenCell { return "?" }
    return isOutside(cell) && value(cell) == 0
      ? "·" : texts[cell.rows * columns + cell.columns]
  }

  private func value(_ cell: Pair) -> Float { values[cell.rows * columns + cell.columns] }

  private func isMarked(_ cell: Pair) -> Bool { marked?.contains(cell) ?? false }

  /// The cursor has brackets of its own where there is no window.
  private func isBracketed(_ cell: Pair) -> Bool {
    isMarked(cell) || (marked == nil && cell == cursor)
  }

  private func bracket(before cell: Pair) -> Unicode.Scalar {
    let neighbor = Pair(cell.rows, cell.columns - 1)
    if marked != nil, cell == cursor { return "‹" }
    if marked != nil, neighbor == cursor { return "›" }
    switch (cell.columns > 0 && isBracketed(neighbor), isBracketed(cell)) {
    case (false, true): return "["
    case (true, false): return "]"
    default: return " "
    }
  }

  /// Between two cells: within a window its color continues.
  private func edge(_ cell: Pair, _ capabilities: Capabilities) -> Style {
    guard capabilities.depth == .mono else { return style(of: cell, capabilities).with(.bold) }
    return Style(.mark)
  }

  private func style(of cell: Pair, _ capabilities: Capabilities) -> Style {
    let isChosen = cell == cursor
    guard capabilities.depth > .mono else {
      if isChosen { return .cursor }
      return isMarked(cell) ? Style(attributes: .reverse) : isOutside(cell) ? .dim : .plain
    }
    let paint = scale.heat(of: value(cell)).paint
    if isChosen { return Style(.mark, background: .cursor) }
    if isMarked(cell) { return Style(.mark, background: paint) }
    if isOutside(cell) { return .padding }
    return Style(background: marked == nil ? paint : paint.withoutHue)
  }

  private func drawHeat(_ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities) {
    var map = Heatmap(rows: rows, columns: columns, values: values, scale: scale)
    map.zoom = detail == .wide ? 2 : 1
    map.cursor = cursor.map { CellPosition(row: $0.rows, column: $0.columns) }
    if let marked, let first = marked.first {
      let (rows, columns) = (marked.map(\.rows), marked.map(\.columns))
      map.focus = CellRegion(
        rows: (rows.min() ?? first.rows)..<(rows.max() ?? first.rows) + 1,
        columns: (columns.min() ?? first.columns)..<(columns.max() ?? first.columns) + 1)
      if cursor == nil { map.cursor = CellPosition(row: first.rows, column: first.columns) }
    }
    map.draw(into: &canvas, in: rect, capabilities)
  }

  /// At most five columns, whole numbers without a point.
  private static func text(_ value: Float) -> String {
    value == 0 ? "0" : Decimals.fitting(value, significant: 2, width: 5).withoutTrailingZeros
  }
}
