import ScopeDebugger

/// A text without the signs that are not read aloud: `6×28×28` is `6 by 28 by 28`, `3 · 4` is `3 times
/// 4`, and marks of agreement are words. What can be typed stays as it is.
func inWords(_ text: String) -> String {
  guard !text.utf8.allSatisfy({ $0 < 0x80 }) || text.contains("  ") else { return text }
  // A sum that is right needs no word for it.
  let plain = text.hasPrefix("✓ ") ? String(text.dropFirst(2)) : text
  let spelled = spokenSigns.reduce(plain) { $0.replacing($1.sign, with: $1.words) }
  return spelled.split(separator: " ").joined(separator: " ")
    .replacing(" ,", with: ",").replacing("( ", with: "(").replacing(" )", with: ")")
}

/// Longer signs come before those that they hold.
private let spokenSigns: [(sign: String, words: String)] = [
  (" ✓ equal", ", equal"), (" ✓ exactly", ", exactly"), ("✓ of ", "agrees, of "),
  ("✗ but", "is wrong, but"), ("✓", " agrees "), ("✗", " is wrong "), ("▸", ""), ("▶", ""),
  (" × ", " times "), ("×", " by "), (" − ", " minus "), ("−", "-"), ("·", " times "),
  ("Σ of", "sum of"), ("Σ", "sum of "), ("√", "root of "), ("²", " squared"), ("³", " cubed"),
  ("⌊", "floor of ("), ("⌋", ")"), ("⌈", "ceiling of ("), ("⌉", ")"),
  ("→", " to "), ("←", " from "), ("∈", " in "), ("ᵀ", " transposed"), ("′", " new"),
  ("μ", "mu"), ("σ", "sigma"), ("γ", "gamma"), ("β", "beta"), ("ε", "epsilon"), ("λ", "lambda"),
  ("α", "alpha"), ("ΔW", "change of W"), ("Δ", "change of "), ("∂", "d"), ("η", "eta"),
  ("≤", " at most "), ("≥", " at least "), ("≠", " is not "), ("≈", " about "),
  ("±", " plus or minus "), ("∞", "infinity"), ("°", " degrees"), ("…", "..."), ("–", "-"),
  ("‹", "<"), ("›", ">"), ("◀", "the largest"), ("◇", ""), ("┊", ""),
]
