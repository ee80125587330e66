/// Cross-entropies with other labels.
extension CrossEntropyChanges {
  /// The same formula for other targets.
  static let labels: [Change] = {
    let moves: [(String, String, @Sendable (Int, Int, Int) -> (Int, Int))] = [
      (
        "labels-too-large",
        "the label is one too large, as if classes were counted from 0 and labels from 1",
        { ($0, ($1 + $2 - 1) % $2) }
      ),
      (
        "labels-too-small", "the label is one too small, as if labels were counted from 1",
        { ($0, ($1 + 1) % $2) }
      ),
      (
        "labels-of-next", "every sample gets the label of the next one",
        { place, index, _ in (place + 1, index) }
      ),
      (
        "labels-of-previous", "every sample gets the label of the one before",
        { place, index, _ in (place - 1, index) }
      ),
      (
        "labels-of-first", "every sample gets the label of the first one",
        { _, index, _ in (0, index) }
      ),
      ("labels-reversed", "the classes are counted from the last one", { ($0, $2 - 1 - $1) }),
    ]
    return moves.map { name, what, move in
      relabeled(name, what) { $0.wanted(movedBy: move) }
    } + [
      relabeled("labels-predicted", "the most probable class is used instead of the label") {
        terms in
        var wanted = terms.x.map { _ in 0.0 }
        for place in terms.places {
          if let best = place.max(by: { terms.x[$0] < terms.x[$1] }) { wanted[best] = 1 }
        }
        return wanted
      }
    ]
  }()

  private static func relabeled(
    _ name: String, _ what: String,
    _ wanted: @escaping @Sendable (CrossEntropyTerms) -> [Double]
  ) -> Change {
    Change(
      rule: name, what: what, hint: "Look at which class is wanted of which sample.",
      totals: { terms in
        let wanted = wanted(terms)
        return [terms.sum { wanted[$0] == 0 ? 0 : -wanted[$0] * Double.logarithm(terms.p[$0]) }]
      },
      slopes: { terms in
        let wanted = wanted(terms)
        return [terms.slopes { $1 * terms.p[$0] - wanted[$0] }]
      })
  }
}
