import CNNModel
import Differences

/// The size is the largest number of an array.
extension Tolerance {
  /// About a hundred roundings to 32 bits.
  public static let usual = Tolerance(relative: ArrayDifference.usualTolerance, absolute: 0)

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
