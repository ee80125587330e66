extension ProductTable {
  /// One of the three arrays that a product has a factor in.
  enum Side: Sendable { case wide, narrow, weight }

  /// A loop over the products.
  enum Loop: Hashable, Sendable {
    case sample, narrow, wide, tap, place
    /// The loop over one axis of the kernel, of so many taps behind it.
    case tapAxis(extent: Int, inner: Int)
    /// The loop over one axis of the places.
    case placeAxis(extent: Int, inner: Int)
  }

  /// Which products are kept where some loops assign instead of adding: for every cell of a side
  /// those of the last, or of the first, iteration of these loops together.
  struct Selection: Sendable {
    var side: Side
    var loops: Set<Loop>
    var keepsFirst = false
  }

  /// The arrays of the three sides; that of the side which is summed is not read.
  struct Factors {
    var wide: [Float] = []
    var narrow: [Float] = []
    var weight: [Float] = []
  }

  func count(_ side: Side) -> Int {
    switch side {
    case .wide: wide.count
    case .narrow: narrow.count
    case .weight: weightCount
    }
  }

  /// For every cell of a side the sum of its products, in double precision.
  func sums(into side: Side, _ factors: Factors, _ selection: Selection? = nil) -> [Double] {
    let kept = selection.map { KeptProducts($0, self) }
    var sums = [Double](repeating: 0, count: count(side))
    forEachRow { row in
      let weight = side == .weight ? 0 : Double(factors.weight[row.weight])
      let key = kept?.key(row) ?? 0
      for place in places {
        let cell = cells[row.cells + place]
        if let kept, !kept.contains(row, place, cell, key) { continue }
        switch side {
        case .narrow:
          let x = cell < 0 ? padding : factors.wide[row.wide + cell]
          sums[row.narrow + place] += weight * Double(x)
        case .wide:
          guard cell >= 0 else { continue }
          sums[row.wide + cell] += weight * Double(factors.narrow[row.narrow + place])
        case .weight:
          let x = cell < 0 ? padding : factors.wide[row.wide + cell]
          sums[row.weight] += Double(x) * Double(factors.narrow[row.narrow + place])
        }
      }
    }
    return sums
  }

  /// The number of products of every cell of a side.
  func counts(into side: Side) -> [Int] {
    var counts = [Int](repeating: 0, count: count(side))
    forEachRow { row in
      for place in places {
        if let target = row.target(side, place, cells[row.cells + place]) { counts[target] += 1 }
      }
    }
    return counts
  }

  /// The products of one sample, pair and tap at all places.
  struct Row {
    var sample: Int
    var pair: Pair
    var tap: Int
    /// Where the planes and the cells of the tap begin, and the weight.
    var wide: Int
    var narrow: Int
    var weight: Int
    var cells: Int

    /// The offset of the cell that a product is added to; `nil` outside.
    func target(_ side: Side, _ place: Int, _ cell: Int) -> Int? {
      switch side {
      case .narrow: narrow + place
      case .wide: cell < 0 ? nil : wide + cell
      case .weight: weight
      }
    }
  }

  fileprivate func forEachRow(_ body: (Row) -> Void) {
    let (widePlane, narrowPlane) = (widePlane, narrowPlane)
    for sample in samples {
      for pair in pairs {
        for tap in taps {
          body(
            Row(
              sample: sample, pair: pair, tap: tap,
              wide: (sample * wide[1] + pair.wide) * widePlane,
              narrow: (sample * narrow[1] + pair.narrow) * narrowPlane,
              weight: weights[pair.kernel * tapCount + tap], cells: tap * narrowPlane))
        }
      }
    }
  }
}

/// The products that a selection keeps.
private struct KeptProducts {
  private let selection: ProductTable.Selection
  private let table: ProductTable
  /// By place, what grows with the iterations of the loops over places.
  private let placeKeys: [Int]
  /// For every cell the largest key of its products.
  private var largest: [Int]

  init(_ selection: ProductTable.Selection, _ table: ProductTable) {
    (self.selection, self.table) = (selection, table)
    placeKeys = (0..<table.narrowPlane).map { place in
      selection.loops.reduce(0) { sum, loop in
        switch loop {
        case .place: sum + selection.order(place, table.narrowPlane)
        case .placeAxis(let extent, let inner):
          sum + selection.order(place / inner % extent, extent) * inner
        default: sum
        }
      }
    }
    largest = [Int](repeating: -1, count: table.count(selection.side))
    table.forEachRow { row in
      let start = key(row)
      for place in table.places {
        let cell = table.cells[row.cells + place]
        guard let target = row.target(selection.side, place, cell) else { continue }
        largest[target] = max(largest[target], start + placeKeys[place])
      }
    }
  }

  /// - Parameter key: that of the row.
  func contains(_ row: ProductTable.Row, _ place: Int, _ cell: Int, _ key: Int) -> Bool {
    guard let target = row.target(selection.side, place, cell) else { return false }
    return largest[target] == key + placeKeys[place]
  }

  /// Grows with the iterations of the loops over samples, channels and taps.
  func key(_ row: ProductTable.Row) -> Int {
    let places = max(1, table.narrowPlane)
    let (taps, wide) = (places * table.tapCount, places * table.tapCount * table.wide[1])
    return selection.loops.reduce(0) { sum, loop in
      switch loop {
      case .sample: sum + selection.order(row.sample, table.wide[0]) * wide * table.narrow[1]
      case .narrow: sum + selection.order(row.pair.narrow, table.narrow[1]) * wide
      case .wide: sum + selection.order(row.pair.wide, table.wide[1]) * taps
      case .tap: sum + selection.order(row.tap, table.tapCount) * places
      case .tapAxis(let extent, let inner):
        sum + selection.order(row.tap / inner % extent, extent) * inner * places
      case .place, .placeAxis: sum
      }
    }
  }
}

extension ProductTable.Selection {
  fileprivate func order(_ index: Int, _ count: Int) -> Int {
    keepsFirst ? count - 1 - index : index
  }
}
