import CNNModel
import Differences

/// How far right arrays may lie from ours.
public struct Tolerance: Hashable, Sendable {
  /// The share of the largest number of an array.
  public let relative: Double
  /// What is allowed besides.
  public let absolute: Double

  /// About a hundred roundings to 32 bits.
  public static let usual = Tolerance(relative: ArrayDifference.usualTolerance, absolute: 0)

  public init(relative: Double, absolute: Double) {
    (self.relative, self.absolute) = (relative, absolute)
  }

  /// Reads `1e-4,1e-6`.
  public init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0) }.filter { $0 >= 0 && $0.isFinite }
    guard parts.count == 2, numbers.count == 2 else { return nil }
    self.init(relative: numbers[0], absolute: numbers[1])
  }

  func difference(_ theirs: Tensor, _ ours: Tensor) -> ArrayDifference {
    ArrayDifference(theirs, ours, tolerance: relative, floor: absolute)
  }

  func judgement(
    _ computation: any Computation, _ given: RoleArrays, _ theirs: RoleArrays
  ) -> CaseJudgement {
    CaseJudgement(
      computation, given: given, theirs: theirs, tolerance: relative, floor: absolute)
  }
}
