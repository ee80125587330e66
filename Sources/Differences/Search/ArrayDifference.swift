import CNNModel

/// How an array differs from another one of the same shape.
public struct ArrayDifference: Hashable, Sendable {
  /// The number of cells that differ by more than rounding.
  public let count: Int
  /// The first of them in reading order.
  public let first: Int?
  /// The largest |theirs − ours|, divided by the largest |ours|; infinite where one of them alone
  /// is no number.
  public let relative: Double
  /// The sum of the squares of all differences of finite numbers.
  public let squares: Double

  /// Whether they are equal within rounding.
  public var isEqual: Bool { count == 0 }

  /// The share of the largest number by which equal arrays may differ: about a hundred roundings to
  /// 32 bits.
  public static let usualTolerance = 1e-5

  /// Compares cell by cell.
  ///
  /// - Parameters:
  ///   - tolerance: the share of the largest |ours| that a difference may have.
  ///   - floor: what a difference may have besides.
  ///   - isRounding: whether a difference beyond it is still rounding, as where large terms cancel.
  /// - Precondition: the shapes are equal.
  public init(
    _ theirs: Tensor, _ ours: Tensor, tolerance: Double = usualTolerance, floor: Double = 0,
    isRounding: (_ offset: Int) -> Bool = { _ in false }
  ) {
    precondition(theirs.shape == ours.shape, "\(theirs.shape) and \(ours.shape)")
    let largest = ours.elements.reduce(Float(0)) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    let bound = tolerance * Double(largest) + floor
    var (count, first, worst, squares) = (0, Int?.none, 0.0, 0.0)
    for offset in ours.elements.indices {
      let (a, b) = (theirs[offset], ours[offset])
      if a == b || a.isNaN && b.isNaN { continue }
      let distance = (Double(a) - Double(b)).magnitude
      let isFinite = a.isFinite && b.isFinite
      if isFinite { squares += distance * distance }
      if isFinite, distance <= bound || isRounding(offset) { continue }
      worst = max(worst, isFinite ? distance : .infinity)
      count += 1
      first = first ?? offset
    }
    (self.count, self.first, self.squares) = (count, first, squares)
    relative = worst == 0 ? 0 : worst / max(Double(largest), .leastNormalMagnitude)
  }
}
