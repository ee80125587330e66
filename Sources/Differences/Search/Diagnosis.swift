import CNNModel

/// What is said about wrong results: the mistakes that give them, or what comes nearest.
public struct Diagnosis: Hashable, Sendable {
  /// A mistake with the arrays that it gives; several explanations where nothing tells them apart.
  public struct Mistake: Hashable, Sendable {
    /// The arrays, in the order of the computation.
    public let roles: [ArrayRole]
    /// The changes that give exactly these arrays: at least one.
    public let explanations: [Explanation]
  }

  /// The mistakes; several where one change does not give all arrays, as one in the forward pass and
  /// another one in the backward pass.
  public let mistakes: [Mistake]
  /// The wrong arrays that no known change gives.
  public let unexplained: [ArrayRole]
  /// What comes nearest to these, the best first; it explains a part only.
  public let near: [Explanation]

  /// Whether every wrong array is given by a known change.
  public var isComplete: Bool { unexplained.isEmpty }

  /// Finds the mistakes behind wrong results.
  ///
  /// - Parameters:
  ///   - cases: the answers, see ``DifferenceSearch/explanations(of:)``.
  ///   - order: the roles in the order of the computation.
  ///   - report: what is told how far the search is.
  public init(
    _ cases: [DifferenceSearch.Case], order: [ArrayRole], report: DifferenceSearch.Report? = nil
  ) {
    let wrong = Set(cases.flatMap(\.theirs.keys))
    let known = DifferenceSearch.explanations(of: cases, report: report)
    let rest = wrong.subtracting(known.flatMap(\.equal))
    self.init(known + DifferenceSearch.fitted(cases, rest), wrong: wrong, order: order)
  }

  /// Chooses from explanations.
  ///
  /// - Parameters:
  ///   - explanations: the best ones first.
  ///   - wrong: the wrong arrays.
  ///   - order: the roles in the order of the computation.
  init(_ explanations: [Explanation], wrong: Set<ArrayRole>, order: [ArrayRole]) {
    var (rest, mistakes) = (wrong, [Mistake]())
    while let best = explanations.first(covering: rest) {
      let roles = best.equal.intersection(rest)
      let level = explanations.filter {
        $0.equal.intersection(rest) == roles && $0.isLevel(with: best)
      }
      mistakes.append(Mistake(roles: order.filter(roles.contains), explanations: level))
      rest.subtract(roles)
    }
    self.mistakes = mistakes
    unexplained = order.filter(rest.contains)
    near = explanations.filter { explanation in
      rest.contains { (explanation.explains[$0] ?? 0) > 0 && !explanation.equal.contains($0) }
    }
  }
}

extension [Explanation] {
  /// The best one of those that give most of some arrays; `nil` where none gives any.
  fileprivate func first(covering roles: Set<ArrayRole>) -> Explanation? {
    let most = map { $0.equal.intersection(roles).count }.max() ?? 0
    return most == 0 ? nil : first { $0.equal.intersection(roles).count == most }
  }
}
