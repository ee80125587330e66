import CNNModel

/// Which changed computation gives exactly what somebody else got.
public struct DifferenceSearch: Sendable {
  /// One set of inputs with somebody else's results.
  public struct Case: Sendable {
    /// The wrong arrays.
    public let theirs: RoleArrays
    /// The right ones.
    public let ours: RoleArrays
    /// The computation with a rule changed, in every known way.
    public let changes: [ChangedComputation]

    public init(theirs: RoleArrays, ours: RoleArrays, changes: [ChangedComputation]) {
      (self.theirs, self.ours, self.changes) = (theirs, ours, changes)
    }
  }
}

/// A changed computation that gives somebody else's results, or comes near them.
public struct Explanation: Hashable, Sendable {
  /// The name of the changed rule.
  public let name: String
  /// How specific the rule is.
  public let tier: Alternative.Tier
  /// The wrong arrays that it gives within rounding, in all cases.
  public let equal: Set<ArrayRole>
  /// By wrong array, the share of the difference that it removes, from 0 to 1: `1 − |theirs −
  /// changed|² / |theirs − ours|²`.
  public let explains: [ArrayRole: Double]
  /// By wrong array, the clause that follows "what comes out when".
  public let what: [ArrayRole: String]
  /// By wrong array, where to look, without giving the mistake away.
  public let hint: [ArrayRole: String]
}

extension DifferenceSearch {
  /// The changes that give or come near the wrong arrays: those that give most of them first, then
  /// the more specific ones, then those that remove more of the difference.
  ///
  /// - Precondition: all cases are of one computation, with the same changes in the same order.
  public static func explanations(of cases: [Case]) -> [Explanation] {
    guard let first = cases.first else { return [] }
    let names = first.changes.map(\.name)
    return names.compactMap { explanation(named: $0, cases) }.sorted { a, b in
      if a.equal.count != b.equal.count { return a.equal.count > b.equal.count }
      if a.tier != b.tier { return a.tier < b.tier }
      return a.total > b.total
    }
  }

  private static func explanation(named name: String, _ cases: [Case]) -> Explanation? {
    var matches: [ArrayRole: [Match]] = [:]
    var (what, hint) = ([ArrayRole: String](), [ArrayRole: String]())
    var tier = Alternative.Tier.general
    for one in cases {
      guard let change = one.changes.first(where: { $0.name == name }) else { return nil }
      tier = change.tier
      for (role, theirs) in one.theirs {
        guard let ours = one.ours[role], let result = change.results[role] else { continue }
        matches[role, default: []].append(Match(theirs, ours, result.arrays()))
        (what[role], hint[role]) = (result.what, result.hint)
      }
    }
    let found = Explanation(
      name: name, tier: tier,
      equal: Set(matches.keys.filter { matches[$0]?.allSatisfy(\.isEqual) ?? false }),
      explains: matches.compactMapValues { $0.map(\.explains).min() }, what: what, hint: hint)
    return found.explains.values.contains { $0 > 0 } ? found : nil
  }
}

extension Explanation {
  fileprivate var total: Double { explains.values.reduce(0, +) }
}

/// How near the arrays of a changed rule come to somebody else's.
private struct Match {
  var isEqual = false
  var explains = 0.0

  init(_ theirs: Tensor, _ ours: Tensor, _ changed: [Tensor]) {
    for array in changed where array.shape == theirs.shape {
      let rest = ArrayDifference(theirs, array)
      // Where the rule makes no difference, it explains none.
      guard ours.shape != theirs.shape || !ArrayDifference(array, ours).isEqual else { continue }
      if rest.isEqual { (isEqual, explains) = (true, 1) }
      guard ours.shape == theirs.shape else { continue }
      let whole = ArrayDifference(theirs, ours).squares
      explains = max(explains, whole > 0 ? 1 - rest.squares / whole : 0)
    }
  }
}
