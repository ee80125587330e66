import TerminalKit

/// Where the panes of the maps are. Small rooms lose panes in an order: first the kernels, then the
/// curve, then the list.
struct MapsLayout: Hashable, Sendable {
  let layers: Rect?
  let kernels: Rect?
  let loss: Rect?
  let maps: Rect
  let info: Rect

  /// - Parameters:
  ///   - layerCount: how many rows the list of layers would like.
  ///   - hasKernels: whether the network has parameters.
  init(_ room: Rect, layerCount: Int, infoRows: Int, hasKernels: Bool) {
    var rest = room
    if room.width >= Self.listNeeds {
      var left = rest.takeLeft(Self.listWidth(room.width))
      _ = rest.takeLeft(1)
      let rows = LeftRows(left.size, layerCount: layerCount, hasKernels: hasKernels)
      loss = rows.loss > 0 ? left.takeBottom(rows.loss) : nil
      kernels = rows.kernels > 0 ? left.takeBottom(rows.kernels) : nil
      layers = left
    } else {
      (layers, kernels, loss) = (nil, nil, nil)
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

  /// The rows of the panes below the list.
  private struct LeftRows {
    let kernels: Int
    let loss: Int

    /// The curve takes what the list does not need, at least 5 rows where the list keeps 8. In a
    /// large room the kernels share it, or take 10 rows of a long list.
    init(_ room: Size, layerCount: Int, hasKernels: Bool) {
      let spare = room.rows - layerCount - 1
      let (fewest, most) = (10, 30)
      guard hasKernels, room.columns >= 36, room.rows >= 34 else {
        kernels = 0
        loss = spare >= 5 ? min(spare, 14) : room.rows >= 14 ? 5 : 0
        return
      }
      loss = min(14, max(5, spare / 2))
      kernels = min(most, max(fewest, spare - loss))
    }
  }
}
