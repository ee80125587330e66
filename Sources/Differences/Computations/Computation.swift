import CNNModel

/// A computation whose results can be compared with somebody else's: that of a layer, a loss or an
/// optimizer.
public protocol Computation: Sendable {
  /// The line that was asked for, such as `conv 4 3x3 stride 2`.
  var text: String { get }

  /// The roles of what it takes and of what it computes, in the order of the computation.
  var roles: [ArrayRole] { get }

  /// The usual short name of an array: `x`, `weight`, `gy`, `y`, `gx`.
  func name(of role: ArrayRole) -> String

  /// The right results, as far as what was given allows: without a gradient of the output there are
  /// no gradients.
  func results(of given: RoleArrays) -> RoleArrays

  /// The results of the backward pass for another output than the right one.
  func gradients(of given: RoleArrays, outputs: RoleArrays) -> RoleArrays

  /// The computation with one rule changed, in every known way, the most specific ways first.
  func changes(for given: RoleArrays) -> [ChangedComputation]

  /// How one number of a result is computed.
  func define(_ role: ArrayRole, at cell: Position, of given: RoleArrays) -> Expression?
}

/// A computation with one rule changed: what a certain mistake computes.
public struct ChangedComputation: Sendable {
  /// What stays the same from version to version, such as `stride-ignored`.
  public let name: String
  /// How specific the rule is; of several that give the same, the most specific ones are named.
  public let tier: Alternative.Tier
  /// What a result becomes.
  public let results: [ArrayRole: ChangedResult]
  /// Lets go of results that were kept to be used again.
  let forget: @Sendable () -> Void

  public init(
    name: String, tier: Alternative.Tier = .rule, results: [ArrayRole: ChangedResult],
    forget: @escaping @Sendable () -> Void = {}
  ) {
    (self.name, self.tier, self.results, self.forget) = (name, tier, results, forget)
  }
}

/// One result of a changed computation.
public struct ChangedResult: Sendable {
  /// The clause that follows "what comes out when", without a full stop.
  public let what: String
  /// Where to look, without giving the mistake away: a sentence.
  public let hint: String
  /// The arrays that the changed rule gives: several where the rest of the computation may or may
  /// not have used the changed numbers.
  public let arrays: @Sendable () -> [Tensor]

  public init(what: String, hint: String, arrays: @escaping @Sendable () -> [Tensor]) {
    (self.what, self.hint, self.arrays) = (what, hint, arrays)
  }
}
