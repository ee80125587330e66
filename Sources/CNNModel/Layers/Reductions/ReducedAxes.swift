/// The axes of a tensor that are reduced, and the groups of cells that become one number.
struct ReducedAxes {
  let input: Shape
  let axes: Set<Int>

  /// The shape with the reduced axes at extent 1.
  var kept: Shape {
    Shape((0..<input.rank).map { axes.contains($0) ? 1 : input[$0] })
  }

  /// The shape without the reduced axes.
  var dropped: Shape {
    Shape((0..<input.rank).filter { !axes.contains($0) }.map { input[$0] })
  }

  /// For every cell of the result the offsets of the cells in its group, in row-major order.
  var groups: [[Int]] {
    let strides = input.strides
    func offsets(_ axes: [Int]) -> [Int] {
      Offsets.sums(axes.map { axis in (0..<input[axis]).map { $0 * strides[axis] } })
    }
    let inside = offsets(axes.sorted())
    return offsets((0..<input.rank).filter { !axes.contains($0) }).map { start in
      inside.map { start + $0 }
    }
  }

  /// The offsets of the cells in one group.
  func group(_ index: Int) -> [Int] {
    let strides = input.strides
    let outer = (0..<input.rank).filter { !axes.contains($0) }
    let place = dropped.position(at: index)
    let start = zip(outer, place.indices).reduce(0) { $0 + strides[$1.0] * $1.1 }
    return Offsets.sums(
      axes.sorted().map { axis in (0..<input[axis]).map { $0 * strides[axis] } }, start: start)
  }

  /// The index of the group that a cell belongs to.
  func group(of position: Position) -> Int {
    var place = position
    for axis in axes { place[axis] = 0 }
    return kept.offset(of: place)
  }
}

extension [Int] {
  /// The offset, among these, of the maximum or minimum; on a tie the first or the last. NaN is
  /// selected over numbers; `nil` when there is no offset.
  func winner<S: Scalar>(
    of numbers: [S], isSmallest: Bool = false, lastWins: Bool = false
  ) -> Int? {
    reduce(nil) { best, offset in
      guard let best else { return offset }
      let (number, leader) = (numbers[offset], numbers[best])
      if leader.isNaN { return lastWins && number.isNaN ? offset : best }
      let isBetter = isSmallest ? number < leader : number > leader
      return isBetter || number.isNaN || (lastWins && number == leader) ? offset : best
    }
  }
}
