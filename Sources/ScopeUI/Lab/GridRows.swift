import TerminalKit

/// The layout of maps: in rows, or one at the left and the others in rows beside it.
struct GridRows {
  private let places: [(grid: NumberGrid, rect: Rect)]
  private static let gap = 1

  /// - Returns: `nil` when the maps do not fit into the room.
  init?(_ grids: [NumberGrid], _ room: Size, _ capabilities: Capabilities) {
    guard
      let places = Self.inRows(grids, Rect(room), capabilities)
        ?? Self.beside(grids, Rect(room), capabilities)
    else { return nil }
    self.places = places
  }

  /// Leaves out what is optional, the first of it first, then shows less and less of the largest maps until all fit; those
  /// that never do are left out.
  init(fitting grids: [NumberGrid], _ room: Size, _ capabilities: Capabilities) {
    var grids = grids
    while !grids.isEmpty {
      if let rows = GridRows(grids, room, capabilities) {
        self = rows
        return
      }
      if let optional = grids.firstIndex(where: \.isOptional) {
        grids.remove(at: optional)
        continue
      }
      let order = grids.indices.sorted {
        grids[$0].extent(capabilities).area > grids[$1].extent(capabilities).area
      }
      if let index = order.first(where: { grids[$0].reduced != nil }),
        let less = grids[index].reduced
      {
        grids[index] = less
      } else {
        grids.removeLast()
      }
    }
    places = []
  }

  /// The largest cells with which all maps have room; `nil` where the ordinary ones are the largest.
  init?(enlarging grids: [NumberGrid], _ room: Size, _ capabilities: Capabilities) {
    let mostRows = 5
    for rows in (2...mostRows).reversed() {
      if let larger = GridRows(grids.map { $0.enlarged(rows) }, room, capabilities) {
        self = larger
        return
      }
    }
    return nil
  }

  /// The rows of the screen that they take.
  var usedRows: Int { places.map(\.rect.maxY).max() ?? 0 }

  func draw(_ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities) {
    for place in places {
      let inside = place.rect.offset(x: rect.x, y: rect.y).intersection(rect)
      place.grid.draw(&canvas, inside, capabilities)
    }
  }

  private typealias Places = [(grid: NumberGrid, rect: Rect)]

  /// As many in a row as have room; `nil` when the rows are too high or a map is too wide.
  private static func inRows(
    _ grids: [NumberGrid], _ room: Rect, _ capabilities: Capabilities
  ) -> Places? {
    var places: Places = []
    var (x, y, height) = (room.x, room.y, 0)
    for grid in grids {
      let size = grid.extent(capabilities)
      if x > room.x, x + size.columns > room.maxX { (x, y, height) = (room.x, y + height, 0) }
      height = max(height, size.rows)
      guard x + size.columns <= room.maxX, y + height <= room.maxY else { return nil }
      places.append((grid, Rect(x: x, y: y, width: size.columns, height: size.rows)))
      x += size.columns + gap
    }
    return places
  }

  /// The first at the left, the others in rows beside it.
  private static func beside(
    _ grids: [NumberGrid], _ room: Rect, _ capabilities: Capabilities
  ) -> Places? {
    guard let first = grids.first, grids.count > 1 else { return nil }
    let size = first.extent(capabilities)
    guard size.columns <= room.width, size.rows <= room.height else { return nil }
    var rest = room
    let left = rest.takeLeft(size.columns)
    _ = rest.takeLeft(gap)
    let others = inRows(Array(grids.dropFirst()), rest, capabilities)
    return others.map { [(first, left)] + $0 }
  }
}

extension Size {
  fileprivate var area: Int { columns * rows }
}
