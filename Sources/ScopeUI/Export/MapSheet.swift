import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// All maps of a tensor on one sheet, with the scale that they share: a picture for a report.
package struct MapSheet: Sendable {
  let maps: FeatureMaps
  let scale: HeatScale
  /// A picture under each map, as ``Heatmap/underlay``.
  package var underlay: [Float]?
  /// About how many pixels a side of a small map has.
  package var pixelSide = 96
  let title: String
  /// How many maps stand beside each other in a picture, where something says so.
  let across: Int?

  /// - Parameters:
  ///   - across: how many maps stand beside each other; nil for about a square.
  ///   - scale: nil for the one that holds all numbers.
  package init(
    _ maps: FeatureMaps, title: String, across: Int? = nil, scale: HeatScale? = nil
  ) {
    (self.maps, self.title, self.across) = (maps, title, across)
    self.scale = scale ?? HeatScale((0..<maps.count).map { maps[$0].statistics })
  }

  /// The maps with their names under a heading with the scale, on a canvas of so many columns and as
  /// many rows as it takes.
  package func canvas(columns: Int, _ capabilities: Capabilities) -> Canvas {
    let tile = tile(columns, capabilities)
    let across = max(1, (columns + 1) / (tile.columns + 1))
    let down = (maps.count + across - 1) / across
    var canvas = Canvas(Size(columns: columns, rows: 2 + down * tile.rows))
    canvas.write(title, x: 0, y: 0, limit: columns, .heading)
    scale.drawLegend(into: &canvas, x: 0, y: 1, width: min(40, columns), capabilities)
    for index in 0..<maps.count {
      let (row, column) = index.quotientAndRemainder(dividingBy: across)
      let place = Rect(
        x: column * (tile.columns + 1), y: 2 + row * tile.rows, width: tile.columns,
        height: tile.rows)
      draw(maps[index], &canvas, place, capabilities)
    }
    return canvas
  }

  private func draw(
    _ map: FeatureMaps.Map, _ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities
  ) {
    canvas.write(map.title, x: rect.x, y: rect.y, limit: rect.width, .dim)
    var heatmap = Heatmap(rows: map.rows, columns: map.columns, values: map.values, scale: scale)
    heatmap.zoom = 1
    heatmap.overflow = .shrink
    heatmap.underlay = capabilities.depth >= .indexed256 ? underlay : nil
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    heatmap.draw(into: &canvas, in: inside, capabilities)
  }

  /// The room for one map and its name: all of it, or what fits in the width.
  private func tile(_ columns: Int, _ capabilities: Capabilities) -> Size {
    guard maps.count > 0 else { return Size(columns: 1, rows: 1) }
    let (width, height) = (maps[0].columns, maps[0].rows)
    let block = max(1, (width + columns - 1) / max(1, columns))
    let rows = (height + block - 1) / block
    return Size(
      columns: max((width + block - 1) / block, maps[maps.count - 1].title.columns),
      rows: capabilities.heatRows(rows, zoom: 1) + 1)
  }
}
