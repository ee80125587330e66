import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The samples that excite a channel most, side by side.
struct TopPane {
  let search: TopSearch
  let selected: Int
  /// Whether whole images are seen, not only what the winning cell sees.
  let isWhole: Bool
  let capabilities: Capabilities

  /// How many pictures stand side by side.
  static func columns(_ count: Int) -> Int {
    (1...max(1, count)).first { $0 * $0 >= count } ?? 1
  }

  /// The least width of a picture with its line.
  private static let narrowest = 14
  /// The least height, the line included.
  private static let lowest = 4

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 1, rect.width > 1, !search.hits.isEmpty else { return }
    var rest = rect
    let foot = rest.takeBottom(1)
    let across = min(Self.columns(search.hits.count), max(1, rest.width / Self.narrowest))
    let rows = (search.hits.count + across - 1) / across
    let shown = max(1, min(rows, rest.height / Self.lowest))
    let size = Size(columns: rest.width / across, rows: rest.height / shown)
    let current = selected / across
    let first = min(max(0, current - shown / 2), max(0, rows - shown))
    for index in first * across..<min(search.hits.count, (first + shown) * across) {
      let place = Rect(
        x: rest.x + index % across * size.columns,
        y: rest.y + (index / across - first) * size.rows, width: size.columns - 1,
        height: size.rows)
      draw(index, &canvas, place)
    }
    drawSelected(&canvas, foot)
  }

  private func draw(_ index: Int, _ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let line = rest.takeTop(1)
    let hit = search.hits[index]
    let label = hit.label.map { " ∙ class \($0)" } ?? ""
    let style: Style = index == selected ? .selection : .heading
    canvas.fill(line, with: Cell(" ", style))
    canvas.write(
      "\(index + 1) \(Decimals.text(hit.value, 3)) ∙ #\(hit.sample)\(label)", x: line.x, y: line.y,
      limit: line.width, style)
    let field = isWhole ? nil : search.field(of: hit)
    SampleThumbnail(search.input(of: hit), search.data.network, field)
      .draw(&canvas, rest, capabilities)
  }

  /// The name of the selected sample, its class, the winning cell, and what that sees.
  private func drawSelected(_ canvas: inout Canvas, _ rect: Rect) {
    guard search.hits.indices.contains(selected) else { return }
    let hit = search.hits[selected]
    let network = search.data.network
    let cell = "\(network.nodes[search.channel.node].name)\(hit.cell.sample)"
    let parts = [
      search.name(of: hit), hit.label.map { "class \(network.classNames.title(of: $0))" },
      "\(cell) = \(Decimals.text(hit.value, 4))",
      search.field(of: hit).map { "sees \(ExcitationText.words($0))" } ?? "sees all of it",
    ]
    canvas.write(
      parts.compactMap(\.self).joined(separator: " ∙ "), x: rect.x, y: rect.y, limit: rect.width,
      .accent)
  }
}
