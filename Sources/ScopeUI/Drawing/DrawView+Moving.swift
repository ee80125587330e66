import ScopeDebugger
import TerminalKit

/// Moving the pen.
extension DrawView {
  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    guard let drawing = try? InputDrawing.current(shared.session) else { return true }
    let notch =
      drawing.isLarge
      ? BrushSize(max(1, size.height / 2), max(1, size.width / 2)) : BrushSize(side: 1)
    go(rows: rows * notch.height, columns: columns * notch.width, in: drawing, &shared)
    return true
  }

  private mutating func go(
    rows: Int, columns: Int, in drawing: InputDrawing, _ shared: inout SharedState
  ) {
    let start = cell
    cell.row = min(max(0, cell.row + rows), drawing.rows - 1)
    cell.column = min(max(0, cell.column + columns), drawing.columns - 1)
    guard isDown, cell != start else { return }
    say(&shared) { view, shared throws(UserError) in try view.dab(&shared, from: start) }
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    guard let drawing = try? InputDrawing.current(shared.session) else { return true }
    let end = CellPosition(row: drawing.rows - 1, column: drawing.columns - 1)
    cell = toEnd ? end : CellPosition(row: 0, column: 0)
    return true
  }

  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    try dab(&shared)
    return .stay
  }

  mutating func point(
    _ mouse: Mouse, in rect: Rect, _ scene: Scene, _ shared: inout SharedState
  ) -> ViewChange? {
    guard let place = DrawPane(self, scene).cell(atX: mouse.x, y: mouse.y, in: rect) else {
      return nil
    }
    let start = cell
    switch mouse.action {
    case .press:
      cell = place
      say(&shared) { view, shared throws(UserError) in try view.dab(&shared) }
    case .drag where place != start:
      cell = place
      say(&shared) { view, shared throws(UserError) in try view.dab(&shared, from: start) }
    case .wheelUp:
      say(&shared) { view, shared throws(UserError) in try view.resize(.larger, shared) }
    case .wheelDown:
      say(&shared) { view, shared throws(UserError) in try view.resize(.smaller, shared) }
    case .drag, .release: break
    }
    return .stay
  }

  private mutating func say(
    _ shared: inout SharedState,
    _ action: (inout Self, inout SharedState) throws(UserError) -> Void
  ) {
    do throws(UserError) { try action(&self, &shared) } catch {
      shared.news.say("\(error)", .error)
    }
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    let drawn = InputDrawing.end(in: &shared.session)
    shared.news.say(
      drawn.map { "\($0.title)\($0.isLast ? "; S takes it back" : " stays")" }
        ?? "the input is as it was")
    return .close
  }
}

extension CellPosition {
  /// The cells of a straight line to another, without the first.
  func line(to end: CellPosition) -> [CellPosition] {
    let (rows, columns) = (end.row - row, end.column - column)
    let count = max(abs(rows), abs(columns))
    return (0..<count).map { index in
      let share = Double(index + 1) / Double(count)
      return CellPosition(
        row: row + Int((Double(rows) * share).rounded()),
        column: column + Int((Double(columns) * share).rounded()))
    }
  }
}
