import NumberText

/// The sentences about a comparison.
public enum ComparisonWords {
  /// Where the first difference is born.
  public static func verdict(_ comparison: NetworkComparison) -> String {
    guard let guilty = comparison.guiltyName else {
      return "equal within rounding at \(layers(comparison.layers.count { $0.born != nil }))"
        + missing(comparison)
    }
    if guilty == "input" { return input(comparison) }
    let other = comparison.mayBeInput ? ", or the input is another one" : ""
    guard comparison.candidates.count > 1 else {
      return "the difference is born at \(guilty)" + other
    }
    let place =
      comparison.neighbors.map { "between \($0.before) and \($0.after)" }
      ?? "at one of these layers"
    return "the difference is born \(place): at \(comparison.candidates.joined(separator: ", "))"
      + (comparison.cause == nil ? "" : "; \(guilty) explains it") + other
  }

  private static func layers(_ count: Int) -> String { count == 1 ? "1 layer" : "\(count) layers" }

  /// Nodes that cannot be computed are no equal ones.
  private static func missing(_ comparison: NetworkComparison) -> String {
    let missing = comparison.compared.network.missing
    guard let first = missing.first(where: { !$0.isBehindAnother }) ?? missing.first else {
      return ""
    }
    let nodes = missing.count == 1 ? "1 node" : "\(missing.count) nodes"
    return
      "; \(nodes) from \(first.name) (\(first.kind)) on cannot be computed, so nothing is said "
      + "about them"
  }

  private static func input(_ comparison: NetworkComparison) -> String {
    let further = comparison.furtherGuilty
    guard let first = further.first else {
      return "the input is what differs; the layers that were compared compute the same"
    }
    let others = further.count == 1 ? " differs" : " and \(layers(further.count - 1)) more differ"
    return
      "the input differs, and \(first.name)\(others) on the reference's input, too; compare again "
      + "with that input to see why"
  }

  /// What the search left out; `nil` where it left out nothing.
  public static func search(_ comparison: NetworkComparison) -> String? {
    comparison.isSearchCut
      ? "the search was ended after \(SearchBudget.usual >> 30) billion multiply-accumulates; there may "
        + "be other causes" : nil
  }

  /// The error that is born in a layer: `shape` where the shapes differ, `not finite` where one of
  /// both alone has numbers that are not, nothing where it is not known.
  public static func born(_ layer: ComparedLayer) -> String {
    error(layer.born, isShape: layer.shapes.count == 2)
  }

  /// The error that arrives at a layer, in the words of ``born(_:)``.
  public static func arrived(_ layer: ComparedLayer) -> String {
    error(layer.arrived, isShape: layer.arrivesInOtherShape)
  }

  private static func error(_ error: Double?, isShape: Bool) -> String {
    guard let error else { return "" }
    if error.isInfinite { return isShape ? "shape" : "not finite" }
    return Decimals.scientific(error, 1)
  }

  /// What becomes of the difference behind its layer; `nil` where there is none.
  public static func downstream(_ comparison: NetworkComparison) -> String? {
    guard let last = comparison.layers.last(where: { $0.arrived != nil }), !comparison.isEqual,
      let arrived = last.arrived
    else { return nil }
    let further = comparison.furtherGuilty
    let others: String? = further.first.map { first in
      further.count == 1
        ? "; \(first.name) differs by itself, too"
        : "; \(further.count) more layers differ by themselves, the first is \(first.name)"
    }
    return reach(last, arrived) + (comparison.guilty == .input ? "" : others ?? "")
  }

  private static func reach(_ last: ComparedLayer, _ arrived: Double) -> String {
    guard arrived.isFinite else {
      return "it reaches \(last.name) as "
        + (last.arrivesInOtherShape ? "another shape" : "numbers that are not finite")
    }
    return "it reaches \(last.name) as \(Decimals.text(arrived * 100, 2)) % of the largest number"
  }

  /// How far a cause is proved.
  public static func proof(_ proof: Cause.Proof) -> String {
    switch proof {
    case .equal: "gives the reference's numbers within rounding"
    case .solved: "gives them with numbers that were solved from the arrays"
    case .likely: "likely, not proved"
    }
  }
}
