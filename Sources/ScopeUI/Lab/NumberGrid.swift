import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// A small map whose numbers can be read, with the cells of a window, or of one kernel, marked.
///
/// Marked cells stand in brackets (the cursor among them in `‹ ›`), keep their colors and are bold
/// (without colors: reversed), the others turn gray. Cells outside of the map proper, such as padding,
/// are dim and a zero there is `·`. A map that is too large for its numbers is heat.
struct NumberGrid {
  /// How much of a map is shown.
  enum Detail: Int, Hashable {
    case numbers, wide, narrow
  }

  /// What comes first where there is not room for the numbers of all.
  enum Rank: Hashable {
    /// Is left out first.
    case optional
    /// Shows heat instead of numbers, and is left out where that does not fit, either.
    case secondary
    /// Shows heat instead of numbers.
    case ordinary
    /// Keeps its numbers.
    case numbers
    /// Keeps its numbers, those around the selected cell where not all fit.
    case numbersAroundCursor
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
  var rank = Rank.ordinary
  /// How many rows and columns are seen at most, around the selected cell.
  private var most = (rows: Int.max, columns: Int.max)
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

  /// The same map with the numbers of so many rows and columns at most.
  func around(rows: Int, columns: Int) -> NumberGrid {
    var copy = self
    copy.most = (rows, columns)
    return copy
  }

  /// The rows and columns that are seen.
  private var visible: CellRegion {
    guard detail == .numbers else { return CellRegion(rows: 0..<rows, columns: 0..<columns) }
    let first = marked?.min { ($0.rows, $0.columns) < ($1.rows, $1.columns) }
    let center = cursor ?? first ?? Pair(both: 0)
    func range(_ place: Int, _ count: Int, _ most: Int) -> Range<Int> {
      let shown = min(count, most)
      let first = min(max(0, place - shown / 2), count - shown)
      return first..<first + shown
    }
    return CellRegion(
      rows: range(center.rows, rows, most.rows),
      columns: range(center.columns, columns, most.columns))
  }

  /// The title, with the whole extent where not all of it is seen.
  private var heading: String {
    let visible = visible
    let isWhole = visible.rows.count == rows && visible.columns.count == columns
    return isWhole ? title : "\(title) of \(rows)×\(columns)"
  }

  /// The screen that it takes, its title included.
  func extent(_ capabilities: Capabilities) -> Size {
    let (visible, heading) = (visible, heading)
    let halves = capabilities.stacksHeat && detail == .narrow
    let width =
      switch detail {
      case .numbers: visible.columns.count * cellColumns + 1
      case .wide: columns * 2
      case .narrow: columns
      }
    let height =
      detail == .numbers ? visible.rows.count * cellRows : halves ? (rows + 1) / 2 : rows
    return Size(columns: max(width, heading.columns + 2), rows: 1 + height)
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
      isFocused ? "[\(heading)]" : " \(heading) ", x: rect.x, y: rect.y, limit: rect.width,
      isFocused ? .title : .heading)
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    guard detail == .numbers else { return drawHeat(&canvas, inside, capabilities) }
    let visible = visible
    for line in 0..<min(visible.rows.count * cellRows, inside.height) {
      drawLine(line, of: visible, &canvas, inside, capabilities)
    }
  }

  /// A row of the screen: of a cell of several the one in the middle has the number.
  private func drawLine(
    _ line: Int, of visible: CellRegion, _ canvas: inout Canvas, _ rect: Rect,
    _ capabilities: Capabilities
  ) {
    let part = line % cellRows
    let row = visible.rows.lowerBound + line / cellRows
    for (place, column) in visible.columns.enumerated() {
      let cell = Pair(row, column)
      let style = style(of: cell, capabilities)
      let x = rect.x + place * cellColumns
      let text = part == cellRows / 2 ? centered(text(of: cell, capabilities)) : ""
      canvas[x, rect.y + line] = Cell(bracket(before: cell), edge(cell, capabilities))
      canvas.write(text.leftPadded(to: cellColumns - 1), x: x + 1, y: rect.y + line, style)
    }
    canvas[rect.x + visible.columns.count * cellColumns, rect.y + line] = Cell(
      bracket(before: Pair(row, visible.columns.upperBound)), Style(.mark))
  }

  private func centered(_ text: String) -> String {
    guard cellRows > 1 else { return text }
    return text.rightPadded(to: (cellColumns - 1 + text.columns) / 2)
  }

  private func text(of cell: Pair, _ capabilities: Capabilities) -> String {
    if cell == hiddenCell { return "?" }
    // On a screen with ASCII only, `·` between two numbers would be a product.
    let outside = capabilities.glyphs.unicode ? "·" : "."
    return isOutside(cell) && value(cell) == 0
      ? outside : texts[cell.rows * columns + cell.columns]
  }

  /// Its numbers row by row, without the rows and columns around the map proper.
  var words: [String] {
    let (down, across) = proper
    return down.map { row in
      let numbers = across.map { column in
        Pair(row, column) == hiddenCell ? "?" : texts[row * columns + column]
      }
      return "\(title.lowercased()) row \(row - down.lowerBound): \(numbers.joined(separator: " "))"
    }
  }

  /// The rows and columns of the map proper.
  private var proper: (rows: Range<Int>, columns: Range<Int>) {
    func hull(_ places: [Int]) -> Range<Int> { (places.first ?? 0)..<(places.last ?? -1) + 1 }
    let inside = { (row: Int, column: Int) in !isOutside(Pair(row, column)) }
    return (
      hull((0..<rows).filter { row in (0..<columns).contains { inside(row, $0) } }),
      hull((0..<columns).filter { column in (0..<rows).contains { inside($0, column) } })
    )
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
