/// The axes of a tensor that are gone through to make one number, and the groups of cells that
/// belong together.
struct ReducedAxes {
  let input: Shape
  let axes: Set<Int>

  /// The shape with those axes at extent 1.
  var kept: Shape {
    Shape((0..<input.rank).map { axes.contains($0) ? 1 : input[$0] })
  }

  /// The shape without those axes.
  var dropped: Shape {
    Shape((0..<input.rank).filter { !axes.contains($0) }.map { input[$0] })
  }

  /// For every cell of the result the offsets of the cells that make it, in reading order.
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

  /// The cells of one group.
  func group(_ index: Int) -> [Int] {
    let strides = input.strides
    let outer = (0..<input.rank).filter { !axes.contains($0) }
    let place = dropped.position(at: index)
    let start = zip(outer, place.indices).reduce(0) { $0 + strides[$1.0] * $1.1 }
    return Offsets.sums(
      axes.sorted().map { axis in (0..<input[axis]).map { $0 * strides[axis] } }, start: start)
  }

  /// The group that a cell belongs to.
  func group(of position: Position) -> Int {
    var place = position
    for axis in axes { place[axis] = 0 }
    return kept.offset(of: place)
  }
}

extension [Int] {
  /// The offset among these of the largest number, or of the smallest; of equal ones the first, or
  /// the last. A NaN wins; `nil` when there is none.
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
