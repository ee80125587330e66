/// Axes counted from either end, and lines of cells along them.
extension Shape {
  /// The index of an axis from a number from −rank, the outermost axis, to rank − 1; `nil` for any
  /// other.
  func axis(_ number: Int) -> Int? {
    guard number >= -rank, number < rank else { return nil }
    return number < 0 ? number + rank : number
  }

  /// The offsets of the cells along an axis, one line for each combination of the other indices.
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
