import CNNModel

/// What was found about one array that somebody else computed.
public struct ArrayJudgement: Hashable, Sendable {
  /// Whether an array is right.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Equal within rounding, for any order of summation.
    case right
    /// Other numbers.
    case wrong
    /// Not handed in.
    case missing
    /// Another shape.
    case shape
    /// Other numbers than the right ones, but those that the layer computes from their own wrong
    /// output.
    case inherited
  }

  /// What the array is to the computation.
  public let role: ArrayRole
  /// Whether it is right.
  public let verdict: Verdict
  /// The difference from ours; `nil` where the shapes differ or nothing was handed in.
  public let difference: ArrayDifference?
  /// The right array.
  public let ours: Tensor
  /// What was handed in.
  public let theirs: Tensor?
}

/// One set of inputs with somebody else's results, judged.
public struct CaseJudgement: Sendable {
  /// What was to be computed.
  public let computation: any Computation
  /// What went in.
  public let given: RoleArrays
  /// The results in the order of the computation.
  public let arrays: [ArrayJudgement]

  /// - Parameters:
  ///   - given: what goes in, in the shapes of the computation.
  ///   - theirs: the results that were handed in, of any shapes.
  ///   - tolerance, floor: see ``ArrayDifference``.
  public init(
    _ computation: any Computation, given: RoleArrays, theirs: RoleArrays,
    tolerance: Double = ArrayDifference.usualTolerance, floor: Double = 0
  ) {
    (self.computation, self.given) = (computation, given)
    let ours = computation.results(of: given)
    let context = JudgementContext(
      computation: computation, given: given, theirs: theirs, ours: ours, tolerance: tolerance,
      floor: floor)
    arrays = computation.roles.filter { ours[$0] != nil }.map(context.judge)
  }

  /// Whether everything that was handed in is right.
  public var isRight: Bool { wrong.isEmpty }

  /// The arrays that are wrong by themselves.
  public var wrong: [ArrayJudgement] {
    arrays.filter { $0.verdict == .wrong || $0.verdict == .shape }
  }

  /// The case for a search of the mistake, with the wrong arrays.
  ///
  /// - Parameter changes: those of the computation for what was given; they may be shared by many
  ///   answers.
  public func searchCase(_ changes: [ChangedComputation]) -> DifferenceSearch.Case {
    DifferenceSearch.Case(
      theirs: arrays(of: wrong, \.theirs), ours: arrays(of: arrays, \.ours),
      right: Set(arrays.filter { $0.verdict == .right }.map(\.role)), changes: changes,
      fitted: fitted)
  }

  private func arrays(
    of judgements: [ArrayJudgement], _ array: (ArrayJudgement) -> Tensor?
  ) -> RoleArrays {
    var found: RoleArrays = [:]
    for judgement in judgements { found[judgement.role] = array(judgement) }
    return found
  }
}

private struct JudgementContext {
  let computation: any Computation
  let given: RoleArrays
  let theirs: RoleArrays
  let ours: RoleArrays
  let tolerance: Double
  let floor: Double

  func judge(_ role: ArrayRole) -> ArrayJudgement {
    let right = ours[role] ?? .zeros([])
    guard let array = theirs[role] else {
      return ArrayJudgement(
        role: role, verdict: .missing, difference: nil, ours: right, theirs: nil)
    }
    guard array.shape == right.shape else {
      return ArrayJudgement(
        role: role, verdict: .shape, difference: nil, ours: right, theirs: array)
    }
    let difference = difference(role, array, right)
    let verdict: ArrayJudgement.Verdict =
      difference.isEqual ? .right : isInherited(role, array) ? .inherited : .wrong
    return ArrayJudgement(
      role: role, verdict: verdict, difference: difference, ours: right, theirs: array)
  }

  /// Cells that differ by more than the tolerance may still do so by rounding, where large terms
  /// cancel: their definition tells.
  private func difference(
    _ role: ArrayRole, _ theirs: Tensor, _ ours: Tensor
  ) -> ArrayDifference {
    let plain = ArrayDifference(theirs, ours, tolerance: tolerance, floor: floor)
    guard !plain.isEqual, plain.relative < Self.largestRounding else { return plain }
    return ArrayDifference(theirs, ours, tolerance: tolerance, floor: floor) { offset in
      let cell = ours.shape.position(at: offset)
      return computation.define(role, at: cell, of: given)?.equalsWithinRounding(theirs[offset])
        ?? false
    }
  }

  /// Beyond this share of the largest number no usual sum differs by rounding.
  private static let largestRounding = 1e-3

  private func isInherited(_ role: ArrayRole, _ array: Tensor) -> Bool {
    guard role.isGradient, theirs[.output(0)] != nil else { return false }
    guard let own = computation.gradients(of: given, outputs: theirs)[role],
      own.shape == array.shape
    else { return false }
    return ArrayDifference(array, own, tolerance: tolerance, floor: floor).isEqual
  }
}
