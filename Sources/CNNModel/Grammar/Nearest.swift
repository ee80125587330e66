/// The candidate that a mistyped word most likely meant, or `nil` if none is similar.
///
/// Similar means that at most a third of the letters differ (Damerau–Levenshtein distance with
/// adjacent swaps), or that the word is a prefix of only one candidate.
/// a beginning that only one candidate has.
package func nearest(to word: String, in candidates: [String]) -> String? {
  let typed = Array(word.lowercased())
  let ranked = candidates.map { ($0, editDistance(typed, Array($0.lowercased()))) }
  if let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, typed.count / 3) { return best.0 }
  let beginnings = candidates.filter { typed.count > 1 && $0.hasPrefix(word) }
  return beginnings.count == 1 ? beginnings[0] : nil
}

/// The number of insertions, deletions, substitutions and swaps of adjacent letters
/// (Damerau–Levenshtein).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var rows = [Array(0...b.count)]
  for i in 1...a.count {
    var row = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      let replaced = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      row[j] = min(replaced, rows[i - 1][j] + 1, row[j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        row[j] = min(row[j], rows[i - 2][j - 2] + 1)
      }
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
