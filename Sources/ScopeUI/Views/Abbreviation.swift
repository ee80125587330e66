import CNNModel
import TerminalKit

/// So many columns a name may have beside what is more important than its whole length.
let shortName = 14

/// A name in at most so many columns, with `…` for what is left out.
///
/// Of a name of several words whole words are left out (`…/block2/…/Conv`): those last that tell it
/// from the others; a cell at its end always stays. Of a name without words, or where words do not
/// tell it from the others, more is kept of the end than of the beginning, for that is where names of
/// one file differ; and where this does not tell it either, the characters that do are kept.
///
/// - Parameter others: names that are seen beside it, from which what is kept tells it apart where
///   there are columns enough.
package func abbreviated(_ name: String, to columns: Int, beside others: [String] = []) -> String {
  guard name.columns > columns else { return name }
  guard columns > 2 else { return String(name.suffix(max(0, columns))) }
  if let (name, cell) = nameAndCell(name), columns - cell.columns > 3 {
    let others = others.map { nameAndCell($0)?.name ?? $0 }
    return abbreviated(name, to: columns - cell.columns, beside: others) + cell
  }
  let others = others.filter { $0 != name }.map { Array($0.utf8) }
  var best: (text: String, confused: Int)?
  for form in AbbreviatedForm.allCases {
    guard let text = form.text(name, columns, others) else { continue }
    let confused = NamePattern(text).matches(in: others).count
    guard confused > 0 else { return text }
    if best.map({ confused < $0.confused }) ?? true { best = (text, confused) }
  }
  return best?.text ?? ""
}

/// `conv2` and `[3,4,5]` of `conv2[3,4,5]`; `nil` for a name that does not end in a cell.
private func nameAndCell(_ text: String) -> (name: String, cell: String)? {
  guard text.last == "]", let bracket = text.lastIndex(of: "["), bracket > text.startIndex else {
    return nil
  }
  return (String(text[..<bracket]), String(text[bracket...]))
}

/// The ways to shorten a name, the most readable first.
private enum AbbreviatedForm: CaseIterable {
  case words, ends, numbers, characters

  /// - Returns: `nil` where a name cannot be shortened so.
  func text(_ name: String, _ columns: Int, _ others: [[UInt8]]) -> String? {
    switch self {
    case .words: NameParts(name, .words).abbreviated(to: columns, beside: others)
    case .ends: cut(name, to: columns)
    case .numbers: NameParts(name, .numbers).abbreviated(to: columns, beside: others)
    case .characters: NameParts(name, .characters).abbreviated(to: columns, beside: others)
    }
  }

  private func cut(_ name: String, to columns: Int) -> String {
    let end = max(1, (columns - 1) * 2 / 3)
    return ending(name, columns: columns - 1 - end, isBeginning: true) + "…"
      + ending(name, columns: end, isBeginning: false)
  }
}

/// A layer's name in at most so many columns, told apart from those of the layers around it.
///
/// - Parameter text: the name with what stands behind it: `conv1.weight`, `conv1[0,3,4]`.
func abbreviatedName(
  in network: Network, of node: Int, _ text: String? = nil, to columns: Int
) -> String {
  let nodes = network.nodes
  let end = text?.dropFirst(nodes[node].name.count) ?? ""
  return abbreviated(
    nodes[node].name + end, to: columns,
    beside: neighbors(of: node, in: nodes.count) { nodes[$0].name + end })
}

/// The names of neighbors in a list: those so few places before and after.
package func neighbors(of index: Int, in count: Int, _ name: (Int) -> String) -> [String] {
  (max(0, index - 8)..<max(0, min(count, index + 9))).filter { $0 != index }.map(name)
}

/// The beginning or the end of a text in at most so many columns.
private func ending(_ text: String, columns: Int, isBeginning: Bool) -> String {
  var part = isBeginning ? String(text.prefix(columns)) : String(text.suffix(columns))
  while part.columns > columns { _ = isBeginning ? part.removeLast() : part.removeFirst() }
  return part
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
