import TerminalKit

/// Where the panes of the maps are. Small rooms lose panes in an order: first the curve, then the
/// list.
struct MapsLayout: Hashable, Sendable {
  let layers: Rect?
  let loss: Rect?
  let maps: Rect
  let info: Rect

  /// - Parameter layerCount: how many rows the list of layers would like.
  init(_ room: Rect, layerCount: Int, infoRows: Int) {
    var rest = room
    if room.width >= Self.listNeeds {
      var left = rest.takeLeft(Self.listWidth(room.width))
      _ = rest.takeLeft(1)
      let lossRows = Self.lossRows(room: left.height, layerCount: layerCount)
      loss = lossRows > 0 ? left.takeBottom(lossRows) : nil
      layers = left
    } else {
      (layers, loss) = (nil, nil)
    }
    info = rest.takeBottom(min(infoRows, rest.height / 2))
    maps = rest
  }

  /// The columns of a room from which on it has the list of layers.
  private static let listNeeds = 64

  /// The columns that maps and their figures have in a room.
  static func mapColumns(_ columns: Int) -> Int {
    columns >= listNeeds ? columns - listWidth(columns) - 1 : columns
  }

  private static func listWidth(_ columns: Int) -> Int {
    columns >= 120 ? 42 : columns >= 100 ? 36 : 31
  }

  /// The curve takes what the list does not need, at least 5 rows where the list keeps 8.
  private static func lossRows(room: Int, layerCount: Int) -> Int {
    let spare = room - layerCount - 1
    if spare >= 5 { return min(spare, 14) }
    return room >= 14 ? 5 : 0
  }
}
