/// Blocks of cells that become channels, or channels that become blocks, in another order.
enum BlockChanges {
  static func all(_ input: Shape, _ output: Shape) -> [OriginsChange] {
    guard input.rank == 4, let blocks = Blocks(input, output) else { return [] }
    return blocks.orders.map { order in
      let what =
        "the channels are counted \(order.words)"
        + (order.isInterleaved ? "" : ", and the blocks lie side by side instead of in turns")
      return OriginsChange(
        rule: "block-order-\(order.name)", forward: what, backward: what,
        hint: "Look at which channel becomes which cell of a block.",
        origins: { own, inputs in
          guard let blocks = Blocks(inputs[0], own[0].shape) else { return own }
          return [Origins(own[0].shape, blocks.offsets(order))]
        })
    }
  }
}

/// The sizes of an image whose channels become square blocks of cells, or the other way around.
private struct Blocks {
  /// An order in which row and column of the block and the depth count the channels.
  struct Order: Sendable {
    /// 0 for the row in the block, 1 for the column, 2 for the depth; the slowest one first.
    let axes: [Int]
    /// Whether the cells of a block lie side by side.
    let isInterleaved: Bool

    var name: String { axes.map(String.init).joined() + (isInterleaved ? "" : "-apart") }

    var words: String {
      let names = ["the row in the block", "the column in the block", "the depth"]
      return "by \(names[axes[0]]), then \(names[axes[1]]), then \(names[axes[2]])"
    }
  }

  let input: Shape
  let output: Shape
  let side: Int
  /// Whether channels become cells.
  let spreads: Bool

  init?(_ input: Shape, _ output: Shape) {
    let (small, large) = input[2] < output[2] ? (input, output) : (output, input)
    guard small[2] > 0, large[2] % small[2] == 0, large[2] > small[2] else { return nil }
    let side = large[2] / small[2]
    guard large[3] == small[3] * side, small[1] == large[1] * side * side, small[0] == large[0]
    else { return nil }
    (self.input, self.output, self.side) = (input, output, side)
    spreads = input[2] < output[2]
  }

  var orders: [Order] {
    [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].flatMap { axes in
      [true, false].map { Order(axes: axes, isInterleaved: $0) }
    }
  }

  func offsets(_ order: Order) -> [Int] {
    let (small, large) = spreads ? (input, output) : (output, input)
    let extents = [side, side, large[1]]
    var offsets = [Int](repeating: 0, count: input.count)
    for cell in 0..<large.count {
      let place = large.position(at: cell)
      let (row, column) =
        order.isInterleaved
        ? (
          place[2].quotientAndRemainder(dividingBy: side),
          place[3].quotientAndRemainder(dividingBy: side)
        )
        : (apart(place[2], small[2]), apart(place[3], small[3]))
      let numbers = [row.remainder, column.remainder, place[1]]
      let channel = order.axes.reduce(0) { $0 * extents[$1] + numbers[$1] }
      let other = small.offset(of: [place[0], channel, row.quotient, column.quotient])
      if spreads { offsets[cell] = other } else { offsets[other] = cell }
    }
    return offsets
  }

  /// The cell and the place in the block where whole images lie side by side.
  private func apart(_ place: Int, _ extent: Int) -> (quotient: Int, remainder: Int) {
    (place % extent, place / extent)
  }
}
