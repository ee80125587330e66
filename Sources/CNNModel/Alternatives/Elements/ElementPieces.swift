/// Functions that are another one between two of the numbers at which their formula changes.
extension ElementChange {
  /// For every piece between the kinks and 0, another function or another slope there.
  static func pieces(_ layer: any Elementwise) -> [ElementChange] {
    let cuts = Set(layer.kinks.map { Float($0) } + [0]).filter(\.isFinite).sorted()
    let ends = [-Float.infinity] + cuts + [.infinity]
    return zip(ends, ends.dropFirst()).flatMap { lower, upper in
      [Piece(lower, upper, hasEnds: false), Piece(lower, upper, hasEnds: true)].flatMap { piece in
        slopes(piece) + values(piece) + straight(piece, layer)
      }
    }
  }

  private struct Piece: Sendable {
    let lower: Float
    let upper: Float
    /// Whether its finite ends belong to it.
    let hasEnds: Bool

    init(_ lower: Float, _ upper: Float, hasEnds: Bool) {
      (self.lower, self.upper, self.hasEnds) = (lower, upper, hasEnds)
    }

    func contains(_ x: Float) -> Bool {
      hasEnds ? x >= lower && x <= upper : x > lower && x < upper
    }

    /// `below 0`, `from 0 to 6`, `above 6`.
    var words: String {
      switch (lower.isFinite, upper.isFinite) {
      case (false, _): hasEnds ? "at \(upper.short) and below" : "below \(upper.short)"
      case (_, false): hasEnds ? "at \(lower.short) and above" : "above \(lower.short)"
      default:
        hasEnds
          ? "from \(lower.short) to \(upper.short)" : "between \(lower.short) and \(upper.short)"
      }
    }

    var name: String {
      let ends = [lower, upper].filter(\.isFinite).map(\.short).joined(separator: "-to-")
      let side = !lower.isFinite ? "below" : !upper.isFinite ? "above" : "between"
      return "\(side)-\(ends)" + (hasEnds ? "-inclusive" : "")
    }

    /// Where the ends make no difference, the simpler sentence is enough.
    var tier: Alternative.Tier { hasEnds ? .attribute : .rule }
  }

  private static let hint = "Look at each side of the numbers at which the formula changes."

  private static func slopes(_ piece: Piece) -> [ElementChange] {
    // Those that are simple formulas of x or y are named by the formula of the whole slope first.
    let formulas: Set = ["output", "input", "successor", "exponential"]
    let others: [(String, String, Gradient)] = [
      ("stops", "no gradient passes", { _, _, _, _ in 0 }),
      ("passes", "gy passes unchanged", { _, _, _, gy in gy }),
      ("negated", "the slope has the wrong sign", { $3 * -$0.slope($1, $2) }),
      ("minus-one", "the slope is −1", { -$3 }),
      ("output", "the slope is y", { $3 * $2 }),
      ("input", "the slope is x", { $3 * $1 }),
      ("successor", "the slope is y + 1", { $3 * ($2 + 1) }),
      ("exponential", "the slope is e^x", { $3 * Float.exponential($1) }),
      ("half", "the slope is half as large", { $3 * $0.slope($1, $2) / 2 }),
      ("ungated", "the slope is not multiplied by gy", { layer, x, y, _ in layer.slope(x, y) }),
    ]
    return others.map { name, what, gradient in
      ElementChange(
        "slope-\(piece.name)-\(name)", "\(piece.words) \(what)", hint: hint,
        formulas.contains(name) ? .attribute : piece.tier
      ) { layer, x, y, gy in
        piece.contains(x) ? gradient(layer, x, y, gy) : gy * layer.slope(x, y)
      }
    }
  }

  private static func values(_ piece: Piece) -> [ElementChange] {
    let others: [(String, String, Value, Value)] = [
      ("zero", "0", { _, _ in 0 }, { _, _ in 0 }), ("one", "1", { _, _ in 1 }, { _, _ in 0 }),
      ("minus-one", "−1", { _, _ in -1 }, { _, _ in 0 }), ("input", "x", { $1 }, { _, _ in 1 }),
      ("negative", "−x", { -$1 }, { _, _ in -1 }),
      ("mirrored", "that of −x", { $0.value(-$1) }, { -$0.slope(at: -$1) }),
      ("turned", "of the wrong sign", { -$0.value($1) }, { -$0.slope(at: $1) }),
      ("hundredth", "0.01·x", { 0.01 * $1 }, { _, _ in 0.01 }),
      ("tenth", "0.1·x", { 0.1 * $1 }, { _, _ in 0.1 }),
      ("fifth", "0.2·x", { 0.2 * $1 }, { _, _ in 0.2 }),
      ("square", "x²", { $1 * $1 }, { 2 * $1 }),
    ]
    return others.map { name, what, value, slope in
      ElementChange(
        "\(piece.name)-\(name)", "\(piece.words) the output is \(what)", hint: hint, piece.tier,
        value: { piece.contains($1) ? value($0, $1) : $0.value($1) },
        slope: { piece.contains($1) ? slope($0, $1) : $0.slope(at: $1) })
    }
  }

  /// The line at the inner end of an outer piece goes on, where it is not the output x.
  private static func straight(_ piece: Piece, _ layer: any Elementwise) -> [ElementChange] {
    guard !piece.hasEnds, piece.lower.isFinite != piece.upper.isFinite else { return [] }
    let (end, inside) =
      piece.lower.isFinite
      ? (piece.lower, piece.lower.nextDown) : (piece.upper, piece.upper.nextUp)
    guard layer.value(end) != end || layer.slope(at: inside) != 1 else { return [] }
    return [
      ElementChange(
        "\(piece.name)-straight",
        "\(piece.words) the function goes on straight, as if there were no limit", hint: hint,
        value: {
          piece.contains($1) ? $0.value(end) + $0.slope(at: inside) * ($1 - end) : $0.value($1)
        },
        slope: { piece.contains($1) ? $0.slope(at: inside) : $0.slope(at: $1) })
    ]
  }
}

extension Float {
  /// `6` for 6.0.
  fileprivate var short: String {
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
