/// The four amounts of cells before and after the last two axes, each in the place of another.
enum PaddingAmountChanges {
  static func all(_ input: Shape, _ output: Shape) -> [OriginsChange] {
    guard input.rank >= 2, zip(input.extents, output.extents).contains(where: { $0 < $1 }) else {
      return []
    }
    return orders.map { order in
      OriginsChange(
        rule: "amounts-\(order.name)", forward: order.what,
        hint: "Look at the order of the amounts: by axis or by side.",
        origins: { own, inputs in
          guard var maps = AxisMap.all(own[0], inputs[0]) else { return own }
          let (row, column) = (maps.count - 2, maps.count - 1)
          guard let rows = maps[row].content, let columns = maps[column].content else { return own }
          let amounts = [rows.start, maps[row].room, columns.start, maps[column].room]
          let read = order.places.map { amounts[$0] }
          maps[row] = maps[row].with(before: read[0], after: read[1], rows.fill)
          maps[column] = maps[column].with(before: read[2], after: read[3], columns.fill)
          return [AxisMap.origins(maps, inputs[0])]
        }, changesShapes: true)
    }
  }

  /// An order in which the amounts before and after the rows and the columns are read.
  private struct Order: Sendable {
    let name: String
    let what: String
    let places: [Int]
  }

  private static let orders = [
    Order(
      name: "by-side",
      what: "the amounts after the rows and before the columns are exchanged, as where all amounts "
        + "before come first",
      places: [0, 2, 1, 3]),
    Order(
      name: "axes-exchanged",
      what:
        "the amounts before and after the rows are used for the columns, and the other way round",
      places: [2, 3, 0, 1]),
    Order(
      name: "reversed", what: "the four amounts are read in reverse order", places: [3, 2, 1, 0]),
    Order(
      name: "rotated",
      what: "every amount is read in the place of the next one: before and after "
        + "the rows, before and after the columns", places: [3, 0, 1, 2]),
    Order(
      name: "twice-before", what: "the amount before each axis is used after it as well",
      places: [0, 0, 2, 2]),
    Order(
      name: "twice-after", what: "the amount after each axis is used before it as well",
      places: [1, 1, 3, 3]),
    Order(
      name: "of-rows", what: "the amounts of the rows are used for the columns as well",
      places: [0, 1, 0, 1]),
    Order(
      name: "of-columns", what: "the amounts of the columns are used for the rows as well",
      places: [2, 3, 2, 3]),
  ]
}

extension AxisMap {
  /// The cells after the input, where it lies within the output.
  fileprivate var room: Int { places.count - extent - (content?.start ?? 0) }

  fileprivate func with(before: Int, after: Int, _ fill: BorderFill) -> AxisMap {
    AxisMap(
      places: (0..<before + extent + after).map { fill.place($0 - before, extent: extent) },
      extent: extent)
  }
}
