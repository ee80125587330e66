import NumberText
import ScopeDebugger
import TerminalKit

/// A kernel before the update, its gradient, its change, and after: four small heatmaps side by side,
/// each with the number of the cell that is looked at.
struct UpdatePanels {
  private let picture: UpdatePicture
  private let capabilities: Capabilities

  init(_ picture: UpdatePicture, _ capabilities: Capabilities) {
    (self.picture, self.capabilities) = (picture, capabilities)
  }

  /// The rows that they take of a room, with their headings and legends.
  func rows(in rect: Rect) -> Int { min(rect.height / 2 + 2, height(zoom(rect)) + 4) }

  private func height(_ zoom: Int) -> Int {
    capabilities.heatRows(picture.rows, zoom: zoom)
  }

  private func zoom(_ rect: Rect) -> Int {
    [6, 4, 2].first {
      picture.columns * $0 <= rect.width / picture.maps.count - 2 && height($0) <= rect.height / 2
    } ?? 1
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    for (map, place) in zip(picture.maps, rect.columns(picture.maps.count, gap: 2)) {
      draw(map, zoom(rect), &canvas, place)
    }
  }

  private func draw(_ map: UpdatePicture.Map, _ zoom: Int, _ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let heading = rest.takeTop(1)
    // `Δw = w′ − w` without its formula.
    let short = map.title.split(separator: " = ").first.map(String.init) ?? map.title
    canvas.write(
      fitting([map.title, short], heading.width), x: heading.x, y: heading.y,
      limit: heading.width, .heading)
    let number = rest.takeTop(1)
    let value = map.values[picture.place.rows * picture.columns + picture.place.columns]
    canvas.write(
      Decimals.text(value, 4), x: number.x, y: number.y, limit: number.width, .accent)
    let legend = rest.takeBottom(2)
    let scale = HeatScale(fitting: map.values)
    scale.drawLegend(
      into: &canvas, x: legend.x, y: legend.y, width: min(24, legend.width), capabilities)
    var heatmap = Heatmap(
      rows: picture.rows, columns: picture.columns, values: map.values, scale: scale)
    heatmap.zoom = zoom
    heatmap.cursor = CellPosition(row: picture.place.rows, column: picture.place.columns)
    _ = heatmap.draw(into: &canvas, in: rest, capabilities)
  }
}
