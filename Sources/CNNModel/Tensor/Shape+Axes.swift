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

extension Layer {
  /// The axis of a shape that a number means.
  ///
  /// - Throws: with the numbers that would fit.
  func resolved(_ axis: Int, of shape: Shape) throws(ShapeError) -> Int {
    if let resolved = shape.axis(axis) { return resolved }
    throw ShapeError(
      "\(kind) along axis \(axis) of \(shape), which has \(shape.rank) axes",
      proposal: shape.rank == 0
        ? "a single number has none" : "\(-shape.rank) to \(shape.rank - 1) fit")
  }

  /// The axis of a shape that was checked before.
  ///
  /// - Precondition: the shape has it.
  func checked(_ axis: Int, of shape: Shape) -> Int {
    guard let resolved = shape.axis(axis) else {
      preconditionFailure("\(kind) along an unchecked axis \(axis) of \(shape)")
    }
    return resolved
  }
}
