/// The softmax of logits, outside of a network.
public enum Probabilities {
  /// `e^(x_i − m) / Σ_j e^(x_j − m)` with the maximum `m`.
  public static func of(_ logits: [Float]) -> [Float] {
    let largest = logits.reduce(-Float.infinity) { max($0, $1) }
    let powers = logits.map { Elementary.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// The index of the maximum, the first one on a tie.
  ///
  /// - Returns: `nil` where one is NaN, or there is none.
  public static func best(of logits: some Collection<Float>) -> Int? {
    guard let first = logits.first, !first.isNaN else { return nil }
    var best = (place: 0, logit: first)
    for (place, logit) in logits.enumerated() {
      if logit.isNaN { return nil }
      if logit > best.logit { best = (place, logit) }
    }
    return best.place
  }
}
