import TerminalKit

/// So many columns a name may have beside what is more important than its whole length.
let shortName = 14

/// A name in at most so many columns: whole parts of a path are left out first (`…/block2/…/Conv`),
/// those last that tell it from the others. Of a name without parts, or a part that is still too
/// long, more is kept of the end than of the beginning, for that is where names of one file differ
/// and where a cell's index stands.
///
/// - Parameter others: names that are seen beside it; what all of them have in common is left out
///   first.
func abbreviated(_ name: String, to columns: Int, beside others: [String] = []) -> String {
  guard name.columns > columns else { return name }
  guard columns > 2 else { return String(name.suffix(max(0, columns))) }
  if let path = NamePath(name)?.fitting(columns, beside: others) { return path }
  let common = others.map { name.commonPrefix(with: $0) }.min { $0.count < $1.count } ?? ""
  let rest = common.count > 2 ? "…" + name.dropFirst(common.count) : name
  guard rest.columns > columns else { return rest }
  let end = max(1, (columns - 1) * 2 / 3)
  return ending(rest, columns: columns - 1 - end, isBeginning: true) + "…"
    + ending(rest, columns: end, isBeginning: false)
}

/// The names of neighbors in a list: those so few places before and after.
func neighbors(of index: Int, in count: Int, _ name: (Int) -> String) -> [String] {
  (max(0, index - 8)..<max(0, min(count, index + 9))).filter { $0 != index }.map(name)
}

/// A name that is a path: `/layer1/layer1.0/conv1/Conv`, `features.0.conv`.
private struct NamePath {
  private let separator: Character
  private let parts: [Substring]

  /// - Returns: `nil` for a name without at least three parts.
  init?(_ name: String) {
    separator = name.contains("/") ? "/" : "."
    parts = name.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count > 2 else { return nil }
  }

  /// The last part, and of the others as many as fit: first those in which names differ, then the
  /// rest from the end on.
  ///
  /// - Returns: `nil` where not even the last part fits.
  func fitting(_ columns: Int, beside others: [String]) -> String? {
    let paths = others.map {
      $0.split(separator: separator, omittingEmptySubsequences: false)
    }
    let differing = parts.indices.filter { index in
      paths.contains { index >= $0.count || $0[index] != parts[index] }
    }
    var kept: Set<Int> = [parts.count - 1]
    guard text(kept).columns <= columns else { return nil }
    func fits(_ index: Int) -> Bool { text(kept.union([index])).columns <= columns }
    for index in differing.reversed() where fits(index) { kept.insert(index) }
    for index in parts.indices.reversed() where !kept.contains(index) {
      guard fits(index) else { break }
      kept.insert(index)
    }
    return text(kept)
  }

  /// What stands for parts that are left out: `…/`, `/…/`, or without slashes `…` alone.
  private func cut(isFirst: Bool) -> String {
    separator == "/" ? isFirst ? "…/" : "/…/" : "…"
  }

  /// The path with `…` for each run of parts that is left out.
  private func text(_ kept: Set<Int>) -> String {
    var (text, isCut, isFirst) = ("", false, true)
    for index in parts.indices {
      guard kept.contains(index) else {
        isCut = true
        continue
      }
      text += isCut ? cut(isFirst: isFirst) : isFirst ? "" : String(separator)
      text += parts[index]
      (isCut, isFirst) = (false, false)
    }
    return text
  }
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

/// The first of some forms of a text, the longest first, that has room; the last where none has.
func fitting(_ forms: [String], _ columns: Int) -> String {
  forms.first { $0.columns <= columns } ?? forms.last ?? ""
}

/// As many words of a text as have room, with a `…` in place of the others.
func wordsFitting(_ text: String, _ columns: Int) -> String {
  guard text.columns > columns else { return text }
  var kept = text[...]
  while kept.columns + 2 > columns {
    guard let blank = kept.lastIndex(of: " ") else { return "" }
    kept = kept[..<blank]
  }
  return kept + " …"
}
