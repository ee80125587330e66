import CNNModel

/// Which changed computation gives exactly what somebody else got.
public struct DifferenceSearch: Sendable {
  /// One set of inputs with somebody else's results.
  public struct Case: Sendable {
    /// The wrong arrays.
    public let theirs: RoleArrays
    /// The right ones.
    public let ours: RoleArrays
    /// The results that were handed in and are right.
    public let right: Set<ArrayRole>
    /// The computation with a rule changed, in every known way.
    public let changes: [ChangedComputation]
    /// The changes with a number to be found that give a wrong array.
    let fitted: @Sendable (ArrayRole) -> [FittedChange]

    init(
      theirs: RoleArrays, ours: RoleArrays, right: Set<ArrayRole>, changes: [ChangedComputation],
      fitted: @escaping @Sendable (ArrayRole) -> [FittedChange]
    ) {
      (self.theirs, self.ours) = (theirs, ours)
      (self.right, self.changes, self.fitted) = (right, changes, fitted)
    }

    /// The same with some of the wrong arrays alone.
    public func limited(to roles: [ArrayRole]) -> Case {
      Case(
        theirs: theirs.filter { roles.contains($0.key) }, ours: ours, right: right,
        changes: changes, fitted: fitted)
    }
  }

  /// Called before every change with the number of those that were tried and of all.
  public typealias Report = @Sendable (_ done: Int, _ count: Int) -> Void
}

extension DifferenceSearch {
  /// The changes that give or come near the wrong arrays, the best ones first: those that give most
  /// arrays, then those that leave the right arrays right, then the more specific ones, then those
  /// that remove more of the difference.
  ///
  /// Where a change gives all wrong arrays, those that give none are left out. Once the thread's work
  /// is cancelled, it ends early with what it has.
  ///
  /// - Parameter report: what is told how far the search is.
  /// - Precondition: all cases are of one computation, with the same changes in the same order.
  public static func explanations(of cases: [Case], report: Report? = nil) -> [Explanation] {
    guard let first = cases.first else { return [] }
    let compared = cases.map(ComparedCase.init)
    let wrong = Set(cases.flatMap(\.theirs.keys))
    let isLarge = isLarge(cases)
    var (found, near, rest) = ([Explanation](), [Explanation](), [[ChangedComputation]]())
    for (index, change) in first.changes.enumerated() where !CancellationToken.isCancelled {
      report?(index, first.changes.count)
      guard let same = sameChange(index, change.name, cases) else { continue }
      let explanation = explanation(compared, same)
      if !explanation.equal.isEmpty {
        found.append(explanation)
      } else if isLarge {
        near += [partly(compared, same)].compactMap(\.self)
      } else {
        rest.append(same)
      }
      guard isLarge else { continue }
      for change in same { change.forget() }
    }
    if !found.contains(where: { $0.equal == wrong }) {
      found += near + rest.compactMap { CancellationToken.isCancelled ? nil : partly(compared, $0) }
    }
    return found.sorted { $0.isBetter(than: $1) }
  }

  /// Whether the results of all changes together are too many numbers to be kept.
  private static func isLarge(_ cases: [Case]) -> Bool {
    let numbers = cases.reduce(0) { sum, one in
      sum + one.changes.count * one.ours.values.reduce(0) { $0 + $1.shape.count }
    }
    return numbers > 50_000_000
  }

  /// The change of one name in every case; `nil` where a case does not have it.
  private static func sameChange(
    _ index: Int, _ name: String, _ cases: [Case]
  ) -> [ChangedComputation]? {
    let same = cases.compactMap { one -> ChangedComputation? in
      if index < one.changes.count, one.changes[index].name == name { return one.changes[index] }
      return one.changes.first { $0.name == name }
    }
    return same.count == cases.count ? same : nil
  }

  /// What a change gives exactly.
  private static func explanation(
    _ cases: [ComparedCase], _ changes: [ChangedComputation]
  ) -> Explanation {
    let roles = changes[0].results.keys.filter { role in cases.contains { $0.wrong[role] != nil } }
    let equal = Set(
      roles.filter { role in
        zip(cases, changes).allSatisfy { $0.gives(role, $1) }
      })
    let pairs = equal.isEmpty ? [] : Array(zip(cases, changes))
    return Explanation(
      changes, roles, equal: equal, explains: equal.reduce(into: [:]) { $0[$1] = 1 },
      contradicts: Set(pairs.flatMap { $0.contradictions($1, equal) }),
      assumes: Set(pairs.flatMap { $0.assumptions($1, equal) }))
  }

  /// The share of the difference that a change removes; `nil` where it removes none.
  private static func partly(
    _ cases: [ComparedCase], _ changes: [ChangedComputation]
  ) -> Explanation? {
    var explains: [ArrayRole: Double] = [:]
    for role in changes[0].results.keys {
      let shares = zip(cases, changes).compactMap { one, change -> Double? in
        guard let wrong = one.wrong[role] else { return nil }
        return change.results[role]?.arrays().map(wrong.explained).max()
      }
      explains[role] = shares.min()
    }
    guard explains.values.contains(where: { $0 > 0 }) else { return nil }
    return Explanation(changes, Array(explains.keys), equal: [], explains: explains)
  }
}

/// A case with its arrays prepared.
private struct ComparedCase {
  var wrong: [ArrayRole: ComparedArray] = [:]
  var right: [ArrayRole: ComparedArray] = [:]
  private var ours: RoleArrays

  init(_ one: DifferenceSearch.Case) {
    ours = one.ours
    for (role, theirs) in one.theirs {
      guard let ours = one.ours[role] else { continue }
      wrong[role] = ComparedArray(theirs, ours: ours)
    }
    for role in one.right {
      guard let ours = one.ours[role] else { continue }
      right[role] = ComparedArray(ours, ours: ours)
    }
  }

  /// Whether a change gives an array that is wrong in some case: theirs where it is wrong here, and
  /// ours, or what lies near it, where it is right here.
  func gives(_ role: ArrayRole, _ change: ChangedComputation) -> Bool {
    guard let arrays = change.results[role]?.arrays() else { return false }
    if let wrong = wrong[role] { return arrays.contains(where: wrong.equals) }
    guard let right = right[role] else { return true }
    return !arrays.allSatisfy(right.differsClearly)
  }

  /// The arrays that were not handed in and that a change of gradients would make wrong as well.
  func assumptions(_ change: ChangedComputation, _ equal: Set<ArrayRole>) -> [ArrayRole] {
    guard equal.allSatisfy(\.isGradient) else { return [] }
    return change.results.keys.filter { role in
      guard wrong[role] == nil, right[role] == nil, let ours = ours[role] else { return false }
      let own = ComparedArray(ours, ours: ours)
      let arrays = change.results[role]?.arrays() ?? []
      return !arrays.isEmpty && arrays.allSatisfy(own.differs)
    }
  }

  /// The right arrays that a change would make wrong.
  ///
  /// A wrong output may come with right gradients, so these contradict a change that is found by the
  /// output no more than not at all.
  func contradictions(_ change: ChangedComputation, _ equal: Set<ArrayRole>) -> [ArrayRole] {
    let isOfOutput = equal.contains { !$0.isGradient }
    return change.results.keys.filter { role in
      guard let right = right[role], !(isOfOutput && role.isGradient) else { return false }
      let arrays = change.results[role]?.arrays() ?? []
      return !arrays.isEmpty && arrays.allSatisfy(right.differs)
    }
  }
}
