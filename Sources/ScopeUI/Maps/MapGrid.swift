import ScopeDebugger
import TerminalKit

/// Maps of equal size in rows and columns, each under a line with its name.
struct MapGrid {
  let zoom: Int
  private let count: Int
  private let rect: Rect
  private let tile: Size
  private let across: Int
  private let down: Int

  /// The grid with the largest cells in which every map is seen whole.
  ///
  /// - Parameter zoom: the size of a cell, when the user has chosen one.
  /// - Returns: `nil` when they do not all fit.
  init?(_ maps: FeatureMaps, _ rect: Rect, zoom: Int?, _ capabilities: Capabilities) {
    for zoom in zoom.map({ [$0] }) ?? [16, 12, 10, 8, 6, 4, 2, 1] {
      let tile = Self.tile(maps[0], zoom, capabilities)
      let grid = MapGrid(count: maps.count, rect, tile: tile, zoom: zoom)
      if grid.across * grid.down >= maps.count, tile.columns <= rect.width, tile.rows <= rect.height
      {
        self = grid
        return
      }
    }
    return nil
  }

  /// Small pictures of maps, as many as fit: whole numbers of cells are joined to one, so that a
  /// picture is about ten columns wide.
  static func thumbnails(
    _ maps: FeatureMaps, _ rect: Rect, _ capabilities: Capabilities
  ) -> MapGrid {
    let map = maps[0]
    let wide = max(6, min(12, (rect.width - 1) / 2))
    let block = max(1, (map.columns + wide - 1) / wide)
    let columns = (map.columns + block - 1) / block
    let drawn = (map.rows + block - 1) / block
    let rows = capabilities.heatRows(drawn, zoom: 1)
    let tile = Size(columns: max(4, columns), rows: min(rect.height, rows + 1))
    return MapGrid(count: maps.count, rect, tile: tile, zoom: 1)
  }

  private init(count: Int, _ rect: Rect, tile: Size, zoom: Int) {
    (self.count, self.rect, self.tile, self.zoom) = (count, rect, tile, zoom)
    across = max(1, (rect.width + 1) / (tile.columns + 1))
    down = max(1, rect.height / tile.rows)
  }

  /// A map with its name, the room that Heatmap needs at a zoom.
  private static func tile(
    _ map: FeatureMaps.Map, _ zoom: Int, _ capabilities: Capabilities
  ) -> Size {
    Size(
      columns: max(map.columns * zoom, map.title.columns, 4),
      rows: capabilities.heatRows(map.rows, zoom: zoom) + 1)
  }

  /// How many maps it has room for.
  var capacity: Int { across * down }

  /// The rows that the maps of a page take.
  var usedRows: Int { min(down, (count + across - 1) / across) * tile.rows }

  /// The columns that the maps of a page take.
  var usedColumns: Int { min(across, count) * (tile.columns + 1) - 1 }

  /// The maps that are shown and where: the page that holds a map.
  func tiles(around index: Int) -> [(index: Int, rect: Rect)] {
    let page = capacity
    let first = index / page * page
    return (first..<min(count, first + page)).map { place in
      let (row, column) = (place - first).quotientAndRemainder(dividingBy: across)
      let origin = (x: rect.x + column * (tile.columns + 1), y: rect.y + row * tile.rows)
      return (
        place,
        Rect(x: origin.x, y: origin.y, width: tile.columns, height: tile.rows).intersection(rect)
      )
    }
  }
}
