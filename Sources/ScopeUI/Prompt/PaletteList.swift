import ModelFiles
import ScopeDebugger
import TerminalKit

/// What stands above a command that is being typed: the commands that its beginning can mean, or what
/// the command takes.
struct PaletteList: Sendable {
  private let palette: CommandPalette
  /// The row that Enter takes; `nil` while the line itself is meant.
  private(set) var selected: Int?

  init(_ palette: CommandPalette) { self.palette = palette }

  /// The commands in the list: one once its name is written, with a blank behind it.
  private func entries(for text: String) -> [CommandPalette.Entry] {
    let start = text.drop { $0 == " " }
    guard let blank = start.firstIndex(of: " ") else { return palette.matches(for: text) }
    if let entry = palette.entry(meant: String(start[..<blank])) { return [entry] }
    return palette.matches(for: text)
  }

  /// The command that Enter takes.
  func chosen(for text: String) -> CommandPalette.Entry? {
    let entries = entries(for: text)
    return selected.flatMap { entries.indices.contains($0) ? entries[$0] : nil }
  }

  /// The command that Tab writes where no name begins with the text: the one that fits best.
  func fallback(for text: String) -> CommandPalette.Entry? {
    guard !text.trimmed.isEmpty, !text.contains(" "),
      let best = entries(for: text).first, !best.name.hasPrefix(text)
    else { return nil }
    return best
  }

  /// Moves the selection; before the first row it is the line again.
  ///
  /// - Returns: false where there is nothing to select.
  mutating func move(_ distance: Int, for text: String) -> Bool {
    let count = entries(for: text).count
    guard count > 0, selected != nil || distance > 0 else { return false }
    let next = (selected ?? -1) + distance
    selected = next < 0 ? nil : min(next, count - 1)
    return true
  }

  mutating func forgetSelection() { selected = nil }

  /// Draws the list into the rows above the line.
  ///
  /// - Parameter rect: the screen above the line.
  func draw(into canvas: inout Canvas, in rect: Rect, _ text: String) {
    let entries = entries(for: text)
    guard rect.height > 3 else { return }
    guard let first = entries.first else { return drawAbsence(of: text, into: &canvas, in: rect) }
    guard entries.count > 1 else { return drawAlone(first, into: &canvas, in: rect) }
    var above = rect
    let rows = min(entries.count, max(2, min(12, rect.height / 3)))
    let list = above.takeBottom(rows)
    drawHeading(into: &canvas, in: above.takeBottom(1), entries)
    let start = max(0, (selected ?? 0) - rows + 1)
    for row in 0..<rows {
      draw(
        entries[start + row], isSelected: start + row == selected, into: &canvas,
        in: Rect(x: list.x, y: list.y + row, width: list.width, height: 1))
    }
  }

  /// Says that nothing was found.
  private func drawAbsence(of text: String, into canvas: inout Canvas, in rect: Rect) {
    var above = rect
    let row = above.takeBottom(1)
    canvas.fill(row, with: Cell("─", .border))
    let words = "no command has \(text.trimmed.quoted) in its name, its keys or its meaning"
    canvas.write(" \(words) ", x: row.x + 1, y: row.y, limit: row.width - 2, .warning)
  }

  /// What the list is, or the whole meaning of what is selected.
  private func drawHeading(
    into canvas: inout Canvas, in row: Rect, _ entries: [CommandPalette.Entry]
  ) {
    canvas.fill(row, with: Cell("─", .border))
    let text =
      selected.map { entries[min($0, entries.count - 1)].meaning }
      ?? "\(entries.count) commands: ↓ selects, Tab completes"
    canvas.write(" \(text) ", x: row.x + 1, y: row.y, limit: row.width - 2, .dim)
  }

  /// Usage and meaning of the only command, in a row each.
  private func drawAlone(
    _ entry: CommandPalette.Entry, into canvas: inout Canvas, in rect: Rect
  ) {
    var above = rect
    let (meaning, usage) = (above.takeBottom(1), above.takeBottom(1))
    canvas.fill(above.takeBottom(1), with: Cell("─", .border))
    canvas.fill(usage)
    canvas.fill(meaning)
    let end = canvas.write(
      entry.usage, x: usage.x + 1, y: usage.y, limit: usage.width - 12, .plain.bold)
    canvas.write(entry.keys, x: end + 2, y: usage.y, limit: usage.maxX - end - 3, .key)
    canvas.write(
      entry.meaning, x: meaning.x + 1, y: meaning.y, limit: meaning.width - 2,
      entry.refusal == nil ? .plain : .dim)
  }

  private func draw(
    _ entry: CommandPalette.Entry, isSelected: Bool, into canvas: inout Canvas, in row: Rect
  ) {
    let style: Style = isSelected ? .selection : entry.refusal == nil ? .plain : .dim
    canvas.fill(row, with: Cell(" ", style))
    let usageWidth = row.width / 3 - 2
    canvas.write(entry.usage, x: row.x + 1, y: row.y, limit: usageWidth, style)
    let keys = entry.keys.split(separator: " ").prefix(2).joined(separator: " ")
    canvas.write(
      keys, x: row.x + usageWidth + 2, y: row.y, limit: 7, style == .plain ? .key : style)
    let left = row.x + usageWidth + 10
    canvas.write(entry.meaning, x: left, y: row.y, limit: row.maxX - left - 1, style)
  }
}
