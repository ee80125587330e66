import ScopeDebugger

/// A text without the signs that are not read aloud: `6×28×28` is `6 by 28 by 28`, `3 · 4` is `3 times
/// 4`, and marks of agreement are words. Text of ASCII characters stays as it is.
func inWords(_ text: String) -> String {
  guard !text.utf8.allSatisfy({ $0 < 0x80 }) || text.contains("  ") else { return text }
  // A sum that is right needs no word for it.
  let plain = text.hasPrefix("✓ ") ? String(text.dropFirst(2)) : text
  let spelled = spokenSigns.reduce(plain) { $0.replacing($1.sign, with: $1.words) }
  return withPowers(spelled).split(separator: " ").joined(separator: " ")
    .replacing(" ,", with: ",").replacing("( ", with: "(").replacing(" )", with: ")")
}

/// The same, but names stay as the user wrote them, signs and all, where they stand alone.
func inWords(_ text: String, keeping names: Set<String>) -> String {
  let kept = names.filter { inWords($0) != $0 && text.contains($0) }
    .sorted { ($1.count, $0) < ($0.count, $1) }
  guard !kept.isEmpty else { return inWords(text) }
  // Signs for private use, which no text of ours has.
  let marks = (UInt32(0xF0000)..<0xFFFFD).lazy.compactMap { Unicode.Scalar($0) }.map { String($0) }
  var marked = text
  for (name, mark) in zip(kept, marks) { marked = marked.replacing(name: name, with: mark) }
  return zip(kept, marks).reduce(inWords(marked)) { $0.replacing($1.1, with: $1.0) }
}

extension String {
  /// A name with something else in its place, where it is not a part of a longer word.
  fileprivate func replacing(name: String, with other: String) -> String {
    var (result, rest) = ("", self[...])
    while let found = rest.firstRange(of: name) {
      let isAlone =
        !Self.continues(found.lowerBound > startIndex ? self[index(before: found.lowerBound)] : " ")
        && !Self.continues(found.upperBound < endIndex ? self[found.upperBound] : " ")
      result += rest[..<found.lowerBound] + (isAlone ? other : name)
      rest = rest[found.upperBound...]
    }
    return result + rest
  }

  private static func continues(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
  }
}

/// Raised digits behind one `^`, lowered ones as digits, and what stands on top of a letter behind it.
private func withPowers(_ text: String) -> String {
  var (spelled, isRaised) = (String.UnicodeScalarView(), false)
  for scalar in text.unicodeScalars {
    let raised = raisedSigns[scalar]
    if let raised {
      spelled.append(contentsOf: (isRaised ? "" : "^").unicodeScalars)
      spelled.append(raised)
    } else if scalar == "\u{302}" {
      spelled.append(contentsOf: " hat".unicodeScalars)
    } else {
      spelled.append(loweredSigns[scalar] ?? scalar)
    }
    isRaised = raised != nil
  }
  return String(spelled)
}

private let raisedSigns: [Unicode.Scalar: Unicode.Scalar] = [
  "⁰": "0", "¹": "1", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9", "⁻": "-",
  "ᵗ": "t", "ᵇ": "b", "ᵖ": "p", "ˣ": "x",
]

private let loweredSigns: [Unicode.Scalar: Unicode.Scalar] = [
  "₀": "0", "₁": "1", "₂": "2", "₃": "3", "“": "\"", "”": "\"", "’": "'", "–": "-", "—": "-",
  "‐": "-", "‑": "-", "‒": "-",
]

/// Longer signs come before those that they hold.
private let spokenSigns: [(sign: String, words: String)] = [
  (" ∙ ", ", "), (" ✓ equal", ", equal"), (" ✓ exactly", ", exactly"), ("✓ of ", "agrees, of "),
  ("✗ but", "is wrong, but"), ("✓", " agrees "), ("✗", " is wrong "),
  (" × ", " times "), ("×", " by "), (" − ", " minus "), ("−", "-"), ("·", " times "),
  ("÷", " divided by "), ("Σ of", "sum of"), ("Σ", "sum of "), ("√", "root of "),
  ("²", " squared"), ("³", " cubed"), ("⌊", "floor of ("), ("⌋", ")"), ("⌈", "ceiling of ("),
  ("⌉", ")"), ("→", " to "), ("←", " from "), ("∈", " in "), ("ᵀ", " transposed"),
  ("′", " new"), ("μ", "mu"), ("σ", "sigma"), ("γ", "gamma"), ("β", "beta"), ("ε", "epsilon"),
  ("λ", "lambda"), ("α", "alpha"), ("δ", "delta"), ("η", "eta"), ("π", "pi"), ("Φ", "Phi"),
  ("φ", "phi"), ("Δ", "change of "), ("∂", "d"), ("∫", "integral of "), ("≤", " at most "),
  ("≥", " at least "), ("≠", " is not "), ("≈", " about "), ("±", " plus or minus "),
  ("∞", "infinity"), ("°", " degrees"), ("½", "1/2"), ("¼", "1/4"), ("¾", "3/4"), ("…", "..."),
  ("‹", "<"), ("›", ">"), ("↑", "up"), ("↓", "down"), ("◀", "the largest"), ("▸", ""),
  ("▶", ""), ("◇", ""), ("▫", "pad"), ("┊", ""),
]
