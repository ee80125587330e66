import CNNModel

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
  /// The arrays that are right but would be wrong if the rule had been changed everywhere.
  public let contradicts: Set<ArrayRole>
  /// The arrays that were not handed in and would be wrong too: one that gives only wrong gradients
  /// and assumes nothing about others is named first.
  public let assumes: Set<ArrayRole>
  /// By wrong array, the clause that follows "what comes out when".
  public let what: [ArrayRole: String]
  /// By wrong array, where to look, without giving the mistake away.
  public let hint: [ArrayRole: String]
}

extension Explanation {
  init(
    _ changes: [ChangedComputation], _ roles: [ArrayRole], equal: Set<ArrayRole>,
    explains: [ArrayRole: Double], contradicts: Set<ArrayRole> = [],
    assumes: Set<ArrayRole> = []
  ) {
    (name, tier) = (changes[0].name, changes[0].tier)
    (self.equal, self.explains) = (equal, explains)
    (self.contradicts, self.assumes) = (contradicts, assumes)
    (what, hint) = roles.reduce(into: ([:], [:])) { texts, role in
      texts.0[role] = changes[0].results[role]?.what
      texts.1[role] = changes[0].results[role]?.hint
    }
  }

  /// Whether it is named before another explanation.
  func isBetter(than other: Explanation) -> Bool {
    if equal.count != other.equal.count { return equal.count > other.equal.count }
    if let order = order(before: other) { return order }
    return total > other.total
  }

  /// Whether what was given tells that it is rather this one than another one that gives as many
  /// arrays; `nil` where nothing does.
  private func order(before other: Explanation) -> Bool? {
    let (mine, others) = (contradictedGradients, other.contradictedGradients)
    if (mine == 0) != (others == 0) { return mine == 0 }
    if tier != other.tier { return tier < other.tier }
    if isPlain != other.isPlain { return isPlain }
    return contradicts.count == other.contradicts.count
      ? nil : contradicts.count < other.contradicts.count
  }

  /// Whether nothing that was given tells it from another one that gives the same arrays.
  func isLevel(with other: Explanation) -> Bool { order(before: other) == nil }

  /// Whether it changes nothing but the arrays that it gives.
  private var isPlain: Bool { contradicts.isEmpty && assumes.isEmpty }

  private var contradictedGradients: Int { contradicts.filter(\.isGradient).count }

  private var total: Double { explains.values.reduce(0, +) }
}

extension Explanation {
  /// The explanation in words: `Your gx and gw are what comes out when the stride is left out.`
  ///
  /// - Parameters:
  ///   - roles: the arrays that it is said of, in the order in which they are named.
  ///   - name: the usual short name of an array.
  public func sentence(of roles: [ArrayRole], name: (ArrayRole) -> String) -> String {
    let clauses = roles.compactMap { what[$0] }
    guard let clause = clauses.first else { return "" }
    let names = roles.map(name).listed
    let verb = roles.count == 1 ? "is" : "are"
    let all = clauses.allSatisfy { $0 == clause } ? [clause] : clauses.firstOfEach
    return "Your \(names) \(verb) what comes out when \(all.joined(separator: ", and "))."
  }
}

extension [String] {
  /// `gx`, `gx and gw`, `gx, gw and gb`
  fileprivate var listed: String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }

  /// Without repetitions.
  fileprivate var firstOfEach: [String] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
