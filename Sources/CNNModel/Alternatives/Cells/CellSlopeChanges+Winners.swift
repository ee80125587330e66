/// Other cells than the winner of each group that get its gradient.
extension CellSlopeChanges {
  /// For a maximum or minimum.
  static func winners(_ own: CellFunction) -> [Change] {
    [
      Change("ties-shared", "the cells equal to the winner share the gradient") { group in
        let ties = Double(group.ties(group.y).count)
        return group.x.map { $0 == group.y ? 1 / ties : 0 }
      },
      Change("ties-all", "every cell equal to the winner gets the whole gradient") { group in
        group.x.map { $0 == group.y ? 1 : 0 }
      },
      Change("last-winner", "the last of equal winners gets the gradient") { group in
        let last = group.ties(group.y).last
        return group.x.indices.map { $0 == last ? 1 : 0 }
      },
      Change("first-in-columns", "of equal winners the first in column order gets the gradient") {
        group in
        let first = group.ties(group.y).min { group.columnOrder($0) < group.columnOrder($1) }
        return group.x.indices.map { $0 == first ? 1 : 0 }
      },
      Change("winner-transposed", "the row of the winner is used as its column and vice versa") {
        group in group.only(group.ties(group.y).first.flatMap(group.exchanged))
      },
      Change("winner-by-rows", "the index of the winner is divided by the rows of the group") {
        group in group.only(group.ties(group.y).first.flatMap(group.dividedByRows))
      },
      Change("second-winner", "the runner-up gets the gradient") { group in
        let winner = group.ties(group.y).first
        let order = group.x.indices.filter { $0 != winner }
        return group.only(order.winner(of: group.x, isSmallest: own.name == "minimum"))
      },
      Change("losers", each: "all cells but the winner get the gradient") { group, cell in
        cell == group.ties(group.y).first ? 0 : 1
      },
      Change("winner-of-image", "only the largest number of the image gets a gradient") { group in
        group.x.map { $0 == group.largestOfPlane ? 1 : 0 }
      },
      Change("share-of-ties", each: "the gradient is shared by all cells that are not below 0") {
        group, cell in
        group.x[cell] >= 0 ? 1 / Double(group.x.count { $0 >= 0 }) : 0
      },
      Change("softened", "the gradient is shared by the softmax of the group") { group in
        let powers = group.x.map { Double.exponential($0 - (group.x.max() ?? 0)) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
      },
    ]
  }
}

extension CellGroup {
  /// The indices of the numbers that equal one.
  fileprivate func ties(_ number: Double) -> [Int] { x.indices.filter { x[$0] == number } }

  /// What a place is sorted by in column order.
  fileprivate func columnOrder(_ index: Int) -> Int {
    let columns = max(1, extents.last ?? 1)
    return places[index] % columns * size + places[index] / columns
  }

  /// The number at the place whose row and column are exchanged.
  fileprivate func exchanged(_ index: Int) -> Int? {
    guard extents.count == 2 else { return nil }
    let (row, column) = places[index].quotientAndRemainder(dividingBy: extents[1])
    return number(row: column, column: row)
  }

  /// The number whose row and column come from a division by the wrong extent.
  fileprivate func dividedByRows(_ index: Int) -> Int? {
    guard extents.count == 2 else { return nil }
    let (row, column) = places[index].quotientAndRemainder(dividingBy: extents[0])
    return number(row: row, column: column)
  }

  private func number(row: Int, column: Int) -> Int? {
    row < extents[0] && column < extents[1]
      ? places.firstIndex(of: row * extents[1] + column) : nil
  }
}
