import TerminalKit

/// So many columns a name may have beside what is more important than its whole length.
let shortName = 14

/// A name in at most so many columns. A longer one keeps more of its end than of its beginning, for
/// that is where names of one file differ and where a cell's index stands.
///
/// - Parameter others: names that are seen beside it; what all of them begin with is left out
///   first.
func abbreviated(_ name: String, to columns: Int, beside others: [String] = []) -> String {
  guard name.columns > columns else { return name }
  guard columns > 2 else { return String(name.suffix(max(0, columns))) }
  let common = others.map { name.commonPrefix(with: $0) }.min { $0.count < $1.count } ?? ""
  let rest = common.count > 2 ? "…" + name.dropFirst(common.count) : name
  guard rest.columns > columns else { return rest }
  let end = max(1, (columns - 1) * 2 / 3)
  return ending(rest, columns: columns - 1 - end, isBeginning: true) + "…"
    + ending(rest, columns: end, isBeginning: false)
}

/// The beginning or the end of a text in at most so many columns.
private func ending(_ text: String, columns: Int, isBeginning: Bool) -> String {
  var part = isBeginning ? String(text.prefix(columns)) : String(text.suffix(columns))
  while part.columns > columns { _ = isBeginning ? part.removeLast() : part.removeFirst() }
  return part
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
