/// The numbers that an index may be, and what it is of.
struct IndexRange {
  let numbers: Range<Int>
  /// The axis that it names a cell of; `nil` for the length of a sequence.
  let axis: Int?

  private var subject: String {
    axis.map { "\(numbers.upperBound) of axis \($0)" }
      ?? "length of a sequence of \(numbers.upperBound - 1)"
  }

  /// Why a number is no such index; `nil` where it is one.
  fileprivate func violation(of number: Int128) -> String? {
    guard number < numbers.lowerBound || number >= numbers.upperBound else { return nil }
    return "index \(number) is out of range for the \(subject)"
  }
}

extension Value {
  /// Why one of its numbers is no index of the range for its offset; `nil` where all are.
  func violation(of range: (_ offset: Int) -> IndexRange) -> String? {
    for offset in 0..<shape.count {
      if let violation = range(offset).violation(of: integer(at: offset)) { return violation }
    }
    return nil
  }
}

extension Shape {
  /// The indices that name a cell of an axis, negative ones from the end.
  func places(onAxis axis: Int) -> IndexRange {
    IndexRange(numbers: -self[axis]..<self[axis], axis: axis)
  }
}
