import CNNModel

/// Addends in rows and columns.
struct TapGrid {
  let rows: Int
  let columns: Int
  let cells: [Int?]
  let isRotated: Bool

  /// In the grid of the multipliers, its axes reversed where they run against those of the map.
  init(
    places: [Int: Pair], rows: Int, columns: Int, along reading: [Int: Pair]
  ) {
    let rotatesRows = Self.runsAgainst(places, reading, \.rows)
    let rotatesColumns = Self.runsAgainst(places, reading, \.columns)
    var cells = [Int?](repeating: nil, count: rows * columns)
    for (tap, place) in places {
      let row = rotatesRows ? rows - 1 - place.rows : place.rows
      let column = rotatesColumns ? columns - 1 - place.columns : place.columns
      cells[row * columns + column] = tap
    }
    (self.rows, self.columns, self.cells) = (rows, columns, cells)
    isRotated = rotatesRows || rotatesColumns
  }

  /// In the grid of the cells that they read, without the cells between them that none reads.
  ///
  /// - Returns: `nil` when several read the same cell.
  init?(boxOf places: [Int: Pair]) {
    guard !places.isEmpty, Set(places.values).count == places.count else { return nil }
    let rows = Self.steps(places.values.map(\.rows))
    let columns = Self.steps(places.values.map(\.columns))
    var cells = [Int?](repeating: nil, count: rows.count * columns.count)
    for (tap, place) in places {
      let row = (place.rows - rows.first) / rows.step
      cells[row * columns.count + (place.columns - columns.first) / columns.step] = tap
    }
    (self.rows, self.columns, self.cells) = (rows.count, columns.count, cells)
    isRotated = false
  }

  /// Whether an index falls where the other rises.
  private static func runsAgainst(
    _ places: [Int: Pair], _ others: [Int: Pair], _ axis: KeyPath<Pair, Int>
  ) -> Bool {
    guard let first = places.keys.min(), let origin = others[first] else { return false }
    for (tap, place) in places {
      guard let other = others[tap] else { continue }
      let moved = place[keyPath: axis] - (places[first]?[keyPath: axis] ?? 0)
      let along = other[keyPath: axis] - origin[keyPath: axis]
      if moved != 0, along != 0 { return (moved > 0) != (along > 0) }
    }
    return false
  }

  /// The first of some indices, their common distance, and how many there are on the way.
  private static func steps(_ indices: [Int]) -> (first: Int, step: Int, count: Int) {
    let first = indices.min() ?? 0
    let step = max(1, indices.reduce(0) { commonDivisor($0, $1 - first) })
    return (first, step, ((indices.max() ?? 0) - first) / step + 1)
  }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : commonDivisor(b, a % b)
  }
}
