/// The softmax of logits, outside of a network.
public enum Probabilities {
  /// `e^(x_i − m) / Σ_j e^(x_j − m)` with the maximum `m`.
  public static func of(_ logits: [Float]) -> [Float] {
    let largest = logits.reduce(-Float.infinity) { max($0, $1) }
    let powers = logits.map { Elementary.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// One of the probabilities alone.
  public static func share(of place: Int, _ logits: [Float]) -> Float {
    let largest = logits.reduce(-Float.infinity) { max($0, $1) }
    let sum = logits.reduce(0) { $0 + Elementary.exp($1 - largest) }
    return Elementary.exp(logits[place] - largest) / sum
  }

  /// The index of the maximum, the first one on a tie; 0 if all are NaN.
  public static func best(of logits: some Collection<Float>) -> Int {
    var best = (place: 0, logit: -Float.infinity)
    for (place, logit) in logits.enumerated() where logit > best.logit { best = (place, logit) }
    return best.place
  }
}
