/// Axes counted from either end, and the lines of cells along them.
extension Shape {
  /// The axis that a number means: from −rank, the outermost, to rank − 1; `nil` for any other.
  func axis(_ number: Int) -> Int? {
    guard number >= -rank, number < rank else { return nil }
    return number < 0 ? number + rank : number
  }

  /// The offsets of the cells along an axis, a line for each place on the other axes.
  func lines(along axis: Int) -> [[Int]] {
    let (step, extent) = (strides[axis], self[axis])
    guard extent > 0 else { return [] }
    return (0..<count / extent).map { index in
      let start = index / step * step * extent + index % step
      return (0..<extent).map { start + $0 * step }
    }
  }

  /// The positions of the cells along an axis through one of them.
  func line(along axis: Int, through position: Position) -> [Position] {
    (0..<self[axis]).map { index in
      var place = position
      place[axis] = index
      return place
    }
  }
}
