import CNNModel

/// The rules of a place that are offered to be typed, and that a seed chooses from: of the layer's own
/// rules those with short names, of many kinds rather than all variants of one.
///
/// Every other rule can be typed, too.
enum OfferedRules {
  /// How many are offered, and how many of them are rules of the definition where there are others.
  private static let (most, mostOfDefinition) = (30, 20)
  /// The most words of a name.
  private static let longest = 3

  static func at(_ place: FaultPlace, _ debugger: Debugger) -> [ChangedRule] {
    among(ChangedRule.all(at: place, debugger))
  }

  /// Those of all rules of a place. A place without rules of its own, such as a reshaping, has other
  /// orders of its numbers.
  static func among(_ all: [ChangedRule]) -> [ChangedRule] {
    let readable = all.filter { isReadable($0) }
    let rules = spread(readable.filter { $0.tier == .rule })
    let options = spread(readable.filter { $0.tier == .attribute })
    let own = rules.prefix(mostOfDefinition) + options + rules.dropFirst(mostOfDefinition)
    return Array((own.isEmpty ? spread(all)[...] : own).prefix(most))
  }

  /// The first of every kind, then the second of every kind, and so on; shorter names first. A kind is
  /// the first word of a name.
  private static func spread(_ rules: [ChangedRule]) -> [ChangedRule] {
    let short = rules.enumerated().sorted {
      (words($0.element), $0.offset) < (words($1.element), $1.offset)
    }.map(\.element)
    var counts: [Substring: Int] = [:]
    let ranked = short.enumerated().map { index, rule in
      let kind = rule.rule.prefix { $0 != "-" }
      counts[kind, default: 0] += 1
      return (rank: counts[kind] ?? 0, index: index, rule: rule)
    }
    return ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.rule)
  }

  /// Whether a name is short and has no order of axes in it, such as `0213`.
  private static func isReadable(_ rule: ChangedRule) -> Bool {
    words(rule) <= longest
      && !rule.rule.split(separator: "-").contains { $0.count > 1 && $0.allSatisfy(\.isNumber) }
  }

  private static func words(_ rule: ChangedRule) -> Int {
    rule.rule.count { $0 == "-" } + 1
  }
}
