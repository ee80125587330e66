import TerminalKit

/// A name as exporters write it, taken apart at `/`, `::`, `.` and `_`, so that parts can be left out.
struct NameParts {
  /// How finely a name is taken apart.
  enum Grain {
    /// At separators.
    case words
    /// And between letters and digits.
    case numbers
    case characters
  }

  private let parts: [Part]
  private let grain: Grain
  /// Each part is tried beside each of the others, so that more would take too long for a screen.
  private static let mostParts = 100

  init(_ name: String, _ grain: Grain) {
    self.grain = grain
    parts = Part.split(name).flatMap { $0.split(grain) }
  }

  /// The name with parts left out: kept are first those that tell it from the others, then what a
  /// number counts, the beginning of the last word of its path, and the rest from there on backwards.
  ///
  /// - Returns: `nil` for a name without at least three parts or with very many, and where the last of
  ///   them has no room.
  func abbreviated(to columns: Int, beside others: [[UInt8]]) -> String? {
    guard (3...Self.mostParts).contains(parts.count), text([head]).columns <= columns else {
      return nil
    }
    let (telling, confused) = telling([head], columns, others)
    guard confused > 0 else { return text(filled(telling, columns)) }
    let other = self.telling([], columns, others)
    return text(filled(other.confused < confused ? other.kept : telling, columns))
  }

  /// The first part of the last word of its path: `Conv` of `/conv1/Conv_output_0`.
  private var head: Int {
    let strongest = ["/", ":", "."].first { sign in parts.contains { $0.separator.contains(sign) } }
    guard grain != .characters, let strongest else { return parts.count - 1 }
    return parts.lastIndex { $0.separator.contains(strongest) } ?? parts.count - 1
  }

  /// The parts of a start and those that tell the name from others, and from how many it is not told.
  private func telling(
    _ start: Set<Int>, _ columns: Int, _ others: [[UInt8]]
  ) -> (kept: Set<Int>, confused: Int) {
    var kept = start
    var confused = NamePattern(text(kept)).matches(in: others)
    while !confused.isEmpty {
      let found = parts.indices.reversed().lazy.filter { fits($0, kept, columns) }
        .map { (index: $0, left: NamePattern(text(kept.union([$0]))).matches(in: confused)) }
        .min { $0.left.count < $1.left.count }
      guard let found, found.left.count < confused.count else { break }
      kept.insert(found.index)
      confused = found.left
    }
    return (kept, confused.count)
  }

  /// With more parts, as many as fit.
  private func filled(_ start: Set<Int>, _ columns: Int) -> Set<Int> {
    var kept = start
    for index in parts.indices.dropFirst().reversed()
    where kept.contains(index) && parts[index].isNumber && !parts[index].beginsWord {
      if fits(index - 1, kept, columns) { kept.insert(index - 1) }
    }
    let rest = [head] + (0..<head).reversed() + Array((head + 1)..<max(head + 1, parts.count))
    for index in rest where fits(index, kept, columns) { kept.insert(index) }
    return kept
  }

  /// Whether there is room for one more part.
  private func fits(_ index: Int, _ kept: Set<Int>, _ columns: Int) -> Bool {
    !kept.contains(index) && text(kept.union([index])).columns <= columns
  }

  /// The name with `…` for each run of parts that is left out; a slash stays on both sides of it.
  private func text(_ kept: Set<Int>) -> String {
    var (text, isCut) = ("", false)
    let last = kept.max() ?? -1
    for (index, part) in parts.enumerated() {
      guard kept.contains(index) else {
        if !isCut { text += index > 0 && index < last && part.beginsWord ? "/…" : "…" }
        isCut = true
        continue
      }
      text += (isCut ? part.beginsWord ? "/" : "" : part.separator) + part.text
      isCut = false
    }
    return text
  }
}

/// A part of a name.
private struct Part {
  /// What stands before it.
  let separator: String
  let text: String

  var isNumber: Bool { text.allSatisfy(\.isNumber) }
  /// Whether it begins a word of a path.
  var beginsWord: Bool { separator == "/" }

  /// The parts of a name at its separators.
  static func split(_ name: String) -> [Part] {
    var (parts, rest): ([Part], Substring) = ([], name[...])
    while !rest.isEmpty {
      let separator = rest.prefix { "/:._".contains($0) }
      let text = rest.dropFirst(separator.count).prefix { !"/:._".contains($0) }
      parts.append(Part(separator: String(separator), text: String(text)))
      rest = rest[text.endIndex...]
    }
    return parts
  }

  /// Its own parts.
  func split(_ grain: NameParts.Grain) -> [Part] {
    let texts: [Substring]
    switch grain {
    case .words: return [self]
    case .numbers: texts = Self.runs(of: text)
    case .characters: texts = text.indices.map { text[$0...$0] }
    }
    guard let first = texts.first else { return [self] }
    return [Part(separator: separator, text: String(first))]
      + texts.dropFirst().map { Part(separator: "", text: String($0)) }
  }

  /// Runs of digits, and of what is no digit.
  private static func runs(of text: String) -> [Substring] {
    var (runs, rest): ([Substring], Substring) = ([], text[...])
    while let first = rest.first {
      let run = rest.prefix { $0.isNumber == first.isNumber }
      runs.append(run)
      rest = rest[run.endIndex...]
    }
    return runs
  }
}

/// A name in which `…` stands for characters that were left out, at least one.
struct NamePattern {
  private let pieces: [[UInt8]]

  init(_ text: String) {
    pieces = text.split(separator: "…", omittingEmptySubsequences: false).map { Array($0.utf8) }
  }

  /// The names for which it could stand.
  func matches(in names: [[UInt8]]) -> [[UInt8]] { names.filter(matches) }

  private func matches(_ name: [UInt8]) -> Bool {
    guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else {
      return pieces.first == name
    }
    guard name.starts(with: first) else { return false }
    var place = first.count
    for piece in pieces.dropFirst().dropLast() {
      guard let start = Self.place(of: piece, in: name, from: place + 1) else { return false }
      place = start + piece.count
    }
    let start = name.count - last.count
    return start > place && name[start...].elementsEqual(last)
  }

  private static func place(of piece: [UInt8], in name: [UInt8], from start: Int) -> Int? {
    guard start + piece.count <= name.count else { return nil }
    return (start...name.count - piece.count).first {
      name[$0..<$0 + piece.count].elementsEqual(piece)
    }
  }
}
