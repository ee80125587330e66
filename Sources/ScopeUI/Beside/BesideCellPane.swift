import NumberText
import ScopeDebugger
import TerminalKit

/// The computation of a cell in A and in B: both sums with their check, the difference, and the parts
/// of both side by side.
struct BesideCellPane {
  private let computation: Result<PairedComputation, UserError>
  private let path: [Int]
  private let cursor: Int

  init(_ pair: SubjectPair, _ scene: Scene, path: [Int], cursor: Int) {
    (self.path, self.cursor) = (path, cursor)
    do throws(UserError) {
      let position = try scene.selection.position(scene.session)
      computation = .success(
        try pair.computation(of: .cell(scene.selection.reference, position)))
    } catch {
      computation = .failure(error)
    }
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let heading = rest.takeTop(1)
    let found: PairedComputation
    switch computation {
    case .success(let computation): found = computation
    case .failure(let error): return drawParagraph(error.description, &canvas, rest)
    }
    canvas.horizontalLine(x: heading.x, y: heading.y, length: heading.width)
    let name = found.first.name
    let end = canvas.write("[CELL]", x: heading.x, y: heading.y, .title)
    canvas.write(
      path.isEmpty ? " \(name) " : " \(name), part \(path.map { "\($0)" }.joined(separator: ".")) ",
      x: end, y: heading.y, limit: max(0, heading.maxX - end))
    let foot = rest.takeBottom(3)
    drawSums(found, &canvas, foot)
    do throws(UserError) {
      drawRows(try found.rows(path), &canvas, rest)
    } catch {
      drawParagraph(error.description, &canvas, rest)
    }
  }

  private func drawSums(_ found: PairedComputation, _ canvas: inout Canvas, _ rect: Rect) {
    let (a, b) = (found.first, found.second)
    let lines = [
      "A \(a.agreement.text(digits: 5))", "B \(b.agreement.text(digits: 5))",
      "A − B = \(Decimals.text(Double(a.stored) - Double(b.stored), 5))",
    ]
    for (row, line) in lines.prefix(rect.height).enumerated() {
      canvas.write(
        line, x: rect.x + 1, y: rect.y + row, limit: rect.width - 1, row == 2 ? .accent : .plain)
    }
  }

  private func drawRows(
    _ rows: [PairedComputation.Row], _ canvas: inout Canvas, _ rect: Rect
  ) {
    guard rect.height > 1 else { return }
    let width = max(14, (rect.width - 26) / 2)
    let columns = [rect.x + 1, rect.x + 14, rect.x + 14 + width, rect.x + 14 + 2 * width]
    write(["part", "A", "B", "A − B"], columns, &canvas, rect, rect.y, .heading)
    let room = rect.height - 1
    let first = min(max(0, cursor - room / 2), max(0, rows.count - room))
    for (index, row) in rows.enumerated().dropFirst(first).prefix(room) {
      let y = rect.y + 1 + index - first
      let style: Style = index == cursor ? .selection : .plain
      if index == cursor {
        canvas.fill(
          Rect(x: rect.x, y: y, width: rect.width, height: 1), with: Cell(" ", .selection))
      }
      write(
        [
          row.title, row.text.first, row.text.second, Decimals.text(row.difference, 4),
        ], columns, &canvas, rect, y, style)
    }
  }

  private func write(
    _ cells: [String], _ columns: [Int], _ canvas: inout Canvas, _ rect: Rect, _ y: Int,
    _ style: Style
  ) {
    for (index, cell) in cells.enumerated() {
      let end = index + 1 < columns.count ? columns[index + 1] - 1 : rect.maxX
      canvas.write(cell, x: columns[index], y: y, limit: max(0, end - columns[index]), style)
    }
  }

  private func drawParagraph(_ text: String, _ canvas: inout Canvas, _ rect: Rect) {
    for (row, line) in wrapped(text, to: rect.width - 2).prefix(max(0, rect.height - 1))
      .enumerated()
    {
      canvas.write(line, x: rect.x + 1, y: rect.y + 1 + row, .dim)
    }
  }
}
