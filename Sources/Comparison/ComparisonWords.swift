import NumberText

/// The sentences about a comparison.
public enum ComparisonWords {
  /// Where the first difference is born.
  public static func verdict(_ comparison: NetworkComparison) -> String {
    guard let guilty = comparison.guiltyName else {
      return "equal within rounding at \(comparison.layers.count { $0.born != nil }) layers"
    }
    if guilty == "input" { return "the input is what differs; the layers compute the same" }
    guard comparison.candidates.count > 1 else {
      return "the difference is born at \(guilty)"
    }
    let place =
      comparison.neighbors.map { "between \($0.before) and \($0.after)" }
      ?? "at one of these layers"
    return "the difference is born \(place): at \(comparison.candidates.joined(separator: ", "))"
      + (comparison.cause == nil ? "" : "; \(guilty) explains it")
  }

  /// What becomes of the difference behind its layer; `nil` where there is none.
  public static func downstream(_ comparison: NetworkComparison) -> String? {
    guard let last = comparison.layers.last(where: { $0.arrived != nil }), !comparison.isEqual,
      let arrived = last.arrived
    else { return nil }
    let further = comparison.furtherGuilty
    let others =
      further.isEmpty || comparison.guilty == .input
      ? "" : "; \(further.count) more layers differ by themselves, the first is \(further[0].name)"
    guard arrived.isFinite else { return "it reaches \(last.name) as another shape" + others }
    return "it reaches \(last.name) as \(Decimals.text(arrived * 100, 2)) % of the largest number"
      + others
  }

  /// How far a cause is proved.
  public static func proof(_ proof: Cause.Proof) -> String {
    switch proof {
    case .equal: "gives the reference's numbers within rounding"
    case .solved: "gives them with numbers that were solved"
    case .likely: "likely"
    }
  }
}
