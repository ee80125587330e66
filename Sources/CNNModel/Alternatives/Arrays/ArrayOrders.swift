/// Arrays whose numbers lie in another order of axes in memory, and are reshaped where they should
/// be transposed.
enum ArrayOrders {
  private static let aspect = "the order of the axes in memory"

  /// The changes of arrays of a shape.
  ///
  /// - Parameter axes: what its axes are called.
  static func changes(of shape: Shape, axes: [String]) -> [ArrayChange] {
    orders(rank: shape.rank).flatMap { order -> [ArrayChange] in
      guard moves(order, shape) else { return [] }
      let names = order.map { axes[$0] }
      let (id, words) = (identifier(names), names.joined(separator: ", "))
      let laidOut = ArrayChange(
        "laid-out-\(id)",
        "laid out in the order \(words), and reshaped instead of transposed", aspect: aspect
      ) { offsets(of: $0, laidOut: order) }
      let readAs = ArrayChange(
        "read-as-\(id)", "taken as though its numbers lay in the order \(words)", aspect: aspect
      ) { offsets(of: $0, readAs: order) }
      return isItsOwnInverse(order, shape) ? [laidOut] : [laidOut, readAs]
    }
  }

  /// The usual orders of axes in the libraries, and the exchanges of neighbors.
  private static func orders(rank: Int) -> [[Int]] {
    switch rank {
    case 2: [[1, 0]]
    case 3: [[0, 2, 1], [1, 0, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]]
    case 4...5: ofImages(spatial: Array(2..<rank))
    default: []
    }
  }

  private static func ofImages(spatial: [Int]) -> [[Int]] {
    let turned = Array(spatial.reversed())
    return [
      [0, 1] + turned, [0] + spatial + [1], [0] + turned + [1], [1, 0] + spatial,
      [1] + spatial + [0], spatial + [0, 1], spatial + [1, 0], turned + [1, 0],
    ]
  }

  private static func identifier(_ names: [String]) -> String {
    names.map(\.hyphenated).joined(separator: "-")
  }

  /// Whether an order moves any number of an array: it does not where only axes of extent 1 move.
  private static func moves(_ order: [Int], _ shape: Shape) -> Bool {
    let long = order.filter { shape[$0] > 1 }
    return shape.count > 0 && long != long.sorted()
  }

  private static func isItsOwnInverse(_ order: [Int], _ shape: Shape) -> Bool {
    order.indices.allSatisfy { order[order[$0]] == $0 && shape[order[$0]] == shape[$0] }
  }

  /// For every cell in reading order, the offset of the cell that is in its place when the axes are
  /// written in another order.
  private static func offsets(of shape: Shape, laidOut order: [Int]) -> [Int] {
    Offsets.sums(order.map { axis in (0..<shape[axis]).map { $0 * shape.strides[axis] } })
  }

  /// For every cell, its offset in an array whose axes are in another order.
  private static func offsets(of shape: Shape, readAs order: [Int]) -> [Int] {
    let stored = Shape(order.map { shape[$0] }).strides
    var strides = stored
    for (place, axis) in order.enumerated() { strides[axis] = stored[place] }
    return Offsets.sums(
      (0..<shape.rank).map { axis in (0..<shape[axis]).map { $0 * strides[axis] } })
  }
}
