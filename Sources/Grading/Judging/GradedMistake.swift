import Differences

/// A mistake that gives wrong arrays exactly.
public struct GradedMistake: Hashable, Sendable {
  /// The arrays that it gives.
  public let arrays: [String]
  /// The names of the changed rules: several where nothing that was handed in tells them apart.
  public let names: [String]
  /// `Your gx and gw are what comes out when the stride is left out.`
  public let sentence: String
  /// The same of the other rules.
  public let others: [String]
  /// Where to look, without giving the mistake away.
  public let hint: String

  init?(_ mistake: Diagnosis.Mistake, name: (ArrayRole) -> String) {
    guard let first = mistake.explanations.first else { return nil }
    arrays = mistake.roles.map(name)
    names = mistake.explanations.map(\.name)
    hint = mistake.roles.lazy.compactMap { first.hint[$0] }.first ?? ""
    let sentences = mistake.explanations.map { $0.sentence(of: mistake.roles, name: name) }
    let own = sentences.first ?? ""
    sentence = own
    others = sentences.dropFirst().filter { $0 != own }
  }
}

extension Diagnosis {
  /// The mistakes with the names that arrays have in a report.
  func graded(name: (ArrayRole) -> String) -> [GradedMistake] {
    mistakes.compactMap { GradedMistake($0, name: name) }
  }

  /// The names of the rules that give all wrong arrays together; none where some are left over.
  var named: [String] { isComplete ? mistakes.flatMap { $0.explanations.map(\.name) } : [] }

  /// The rules that give an array, or else the few that come nearest.
  func alternatives(for role: ArrayRole) -> [GradedAlternative] {
    let equal = mistakes.first { $0.roles.contains(role) }?.explanations ?? []
    guard equal.isEmpty else { return equal.prefix(Self.mostEqual).compactMap { $0.graded(role) } }
    return near.compactMap { $0.graded(role) }
      .filter { $0.explains >= Self.leastShare && !$0.isEqual }
      .sorted { $0.explains > $1.explains }.prefix(Self.mostPartial).map(\.self)
  }

  private static var mostEqual: Int { 8 }
  private static var mostPartial: Int { 3 }
  /// What explains less than this says nothing.
  private static var leastShare: Double { 0.2 }
}

extension Explanation {
  fileprivate func graded(_ role: ArrayRole) -> GradedAlternative? {
    guard let share = explains[role], let what = what[role] else { return nil }
    return GradedAlternative(
      name: name, what: what, hint: hint[role] ?? "", isEqual: equal.contains(role),
      explains: share)
  }
}
