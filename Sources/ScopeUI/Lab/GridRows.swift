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

  /// Leaves out what is optional, the first of it first, then shows less and less of the largest maps
  /// of lower rank, then less of those that keep their numbers, until all fit. Where that is not
  /// enough, what is secondary is left out, then no map keeps its numbers, and at last one after the
  /// other is left out.
  init(fitting grids: [NumberGrid], _ room: Size, _ capabilities: Capabilities) {
    var grids = grids
    if let rows = GridRows(grids, room, capabilities) {
      self = rows
      return
    }
    while let optional = grids.firstIndex(where: { $0.rank == .optional }) {
      grids.remove(at: optional)
      if let rows = GridRows(grids, room, capabilities) {
        self = rows
        return
      }
    }
    while !grids.isEmpty {
      if let rows = Self.reduced(grids, room, capabilities) {
        self = rows
        return
      }
      if let secondary = grids.lastIndex(where: { $0.rank == .secondary }) {
        grids.remove(at: secondary)
      } else if grids.contains(where: { $0.rank != .ordinary }) {
        for index in grids.indices { grids[index].rank = .ordinary }
      } else {
        grids.removeLast()
      }
    }
    places = []
  }

  /// The maps as they fit with less and less of the largest; `nil` where they never do.
  private static func reduced(
    _ grids: [NumberGrid], _ room: Size, _ capabilities: Capabilities
  ) -> GridRows? {
    var grids = grids
    while true {
      if let rows = GridRows(grids, room, capabilities) { return rows }
      let reducible = grids.indices.filter {
        [.ordinary, .secondary].contains(grids[$0].rank) && grids[$0].reduced != nil
      }
      let largest = reducible.max {
        grids[$0].extent(capabilities).area < grids[$1].extent(capabilities).area
      }
      guard let largest, let less = grids[largest].reduced else { break }
      grids[largest] = less
    }
    return aroundCursor(grids, room, capabilities)
  }

  /// The maps with as many numbers around the selected cell as fit; `nil` where hardly any do.
  private static func aroundCursor(
    _ grids: [NumberGrid], _ room: Size, _ capabilities: Capabilities
  ) -> GridRows? {
    let large = grids.filter { $0.rank == .numbersAroundCursor }
    guard !large.isEmpty else { return nil }
    let (fewestRows, fewestColumns) = (5, 4)
    var best: (rows: GridRows, count: Int)?
    for rows in (fewestRows...max(fewestRows, room.rows)).reversed() {
      let fitting = (fewestColumns...max(fewestColumns, room.columns / 2)).reversed().lazy
        .compactMap { columns -> (rows: GridRows, count: Int)? in
          let cut = grids.map {
            $0.rank == .numbersAroundCursor ? $0.around(rows: rows, columns: columns) : $0
          }
          return GridRows(cut, room, capabilities).map { ($0, rows * columns) }
        }.first
      if let fitting, fitting.count > best?.count ?? 0 { best = fitting }
    }
    return best?.rows
  }

  /// The largest cells with which all maps have room; `nil` where the ordinary ones are the largest.
  init?(enlarging grids: [NumberGrid], _ room: Size, _ capabilities: Capabilities) {
    let mostRows = 8
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
