import CNNModel
import Differences

/// A task that was dealt, as it is read from its folder.
public struct DealtTask: Sendable {
  /// One set of inputs.
  public struct Case: Sendable {
    /// The name of its file.
    public let file: String
    /// What is to be computed.
    public let computation: any Computation
    /// What goes in.
    public let given: RoleArrays
    /// The computation with a rule changed, which all answers share.
    public let changes: [ChangedComputation]

    init(file: String, computation: any Computation, given: RoleArrays) {
      (self.file, self.computation, self.given) = (file, computation, given)
      changes = computation.changes(for: given)
    }

    /// The case of somebody who handed nothing in.
    var withoutAnswer: ReadCase {
      ReadCase(
        computation: computation, given: given, theirs: [:], layout: .nchw, members: [:],
        unknown: [], weightOrder: nil, withoutGradient: [])
    }
  }

  /// What was dealt.
  public let subject: GradedSubject
  /// The mode of a layer's passes.
  public let mode: ComputeMode
  /// The cases in order.
  public let cases: [Case]
}
