/// What names of one thing have in common in different files: `/layer1/conv1/Conv_output_0`,
/// `layer1.conv1`, `layer1_conv1_out:0`.
enum NameKey {
  /// How far a name is reduced, from the name itself on.
  static let reductions: [@Sendable (String) -> String] = [
    { $0 },
    { words($0).joined(separator: ".") },
    { withoutEnds(words($0)).joined(separator: ".") },
    { withoutEnds(words($0)).drop { fronts.contains($0) }.joined(separator: ".") },
  ]

  /// The words of a name in lower case.
  private static func words(_ name: String) -> [String] {
    name.lowercased().split { "/._:- ".contains($0) }.map(String.init)
  }

  /// Words that exporters put behind a name.
  private static let ends: Set<String> = ["out", "output", "0", "y", "activation", "act", "result"]
  /// Words that wrappers of modules put in front of it.
  private static let fronts: Set<String> = ["model", "module", "net", "network", "backbone"]

  private static func withoutEnds(_ words: [String]) -> [String] {
    var rest = words
    while rest.count > 1, let last = rest.last, ends.contains(last) { rest.removeLast() }
    return rest
  }
}
