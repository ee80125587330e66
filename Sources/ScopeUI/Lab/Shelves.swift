import TerminalKit

/// Maps side by side, on as many shelves as they need.
struct Shelves {
  private let shelves: [[NumberGrid]]
  private static let gap = 1

  /// - Returns: `nil` when the maps do not fit into the room.
  init?(_ grids: [NumberGrid], _ room: Size, _ capabilities: Capabilities) {
    let shelves = Self.shelved(grids, room.columns, capabilities)
    let height = shelves.reduce(0) { $0 + Self.height($1, capabilities) }
    let width = grids.map { $0.extent(capabilities).columns }.max() ?? 0
    guard height <= room.rows, width <= room.columns else { return nil }
    self.shelves = shelves
  }

  /// Shows less and less of the largest maps until all fit; at last they are cut off.
  init(fitting grids: [NumberGrid], _ room: Size, _ capabilities: Capabilities) {
    var grids = grids
    while true {
      if let shelves = Shelves(grids, room, capabilities) {
        self = shelves
        return
      }
      let order = grids.indices.sorted {
        grids[$0].extent(capabilities).area > grids[$1].extent(capabilities).area
      }
      guard let index = order.first(where: { grids[$0].reduced != nil }),
        let less = grids[index].reduced
      else { break }
      grids[index] = less
    }
    shelves = Self.shelved(grids, room.columns, capabilities)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities) {
    var rest = rect
    for shelf in shelves {
      var line = rest.takeTop(Self.height(shelf, capabilities))
      for grid in shelf {
        grid.draw(
          &canvas, line.takeLeft(grid.extent(capabilities).columns), capabilities)
        _ = line.takeLeft(Self.gap)
      }
    }
  }

  private static func height(_ shelf: [NumberGrid], _ capabilities: Capabilities) -> Int {
    shelf.map { $0.extent(capabilities).rows }.max() ?? 0
  }

  private static func shelved(
    _ grids: [NumberGrid], _ columns: Int, _ capabilities: Capabilities
  ) -> [[NumberGrid]] {
    var shelves: [[NumberGrid]] = []
    var used = 0
    for grid in grids {
      let width = grid.extent(capabilities).columns
      if shelves.isEmpty || used + gap + width > columns {
        shelves.append([grid])
        used = width
      } else {
        shelves[shelves.count - 1].append(grid)
        used += gap + width
      }
    }
    return shelves
  }
}

extension Size {
  fileprivate var area: Int { columns * rows }
}
