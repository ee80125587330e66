/// Other slopes of a function of several inputs: for all of them, or for one alone.
enum BroadcastSlopeAlternatives {
  private static let hint = "Look at what the gradient is multiplied by on its way to each input."

  static func all(_ layer: any Broadcasting, _ inputs: [Shape]) -> [Alternative] {
    let loops = BroadcastLoops(layer: layer)
    let isPlain = layer.isSum(of: inputs.count) || layer.isProduct(of: inputs.count)
    // Of a plain sum or product the other input's gradient is another entry of these lists.
    let slopes =
      plain.filter { !isPlain || $0.rule != "gradient-of-other" } + products
      + (isPlain ? [] : quotients + powers)
    let targets: [Int?] = [nil] + inputs.indices.map(\.self)
    return targets.flatMap { target in
      slopes.map { slope in
        Alternative(
          slope.rule + (target.map { "-for-input-\($0)" } ?? ""),
          "\(words(target)) \(slope.what)", hint: hint, .rule, of: layer,
          backward: { pass in
            loops.backward(pass) { cell in
              cell.x.indices.map { input in
                let isChanged = target == nil || target == input
                return isChanged ? slope.gradient(cell, input) : cell.gradient(of: input)
              }
            }
          })
      }
    }
  }

  private static func words(_ input: Int?) -> String {
    guard let input else { return "each input" }
    let ordinals = ["first", "second", "third", "fourth", "fifth"]
    return input < ordinals.count ? "the \(ordinals[input]) input" : "input \(input)"
  }

  private struct Slope: Sendable {
    let rule: String
    /// What the input gets.
    let what: String
    let gradient: @Sendable (BroadcastCell, Int) -> Double

    init(
      _ rule: String, _ what: String, _ gradient: @escaping @Sendable (BroadcastCell, Int) -> Double
    ) {
      (self.rule, self.what, self.gradient) = (rule, what, gradient)
    }

    /// The gradient times a factor.
    init(
      _ rule: String, times what: String,
      _ factor: @escaping @Sendable (BroadcastCell, Int) -> Double
    ) {
      self.init(rule, "gets the gradient of the output times \(what)") { $0.gy * factor($0, $1) }
    }
  }

  private static let plain: [Slope] = [
    Slope("gradient-unchanged", "gets the gradient of the output as it is") { cell, _ in cell.gy },
    Slope("gradient-negated", "gets the right gradient with the wrong sign") {
      -$0.gradient(of: $1)
    },
    Slope("gradient-of-other", "gets the gradient that belongs to the other input") {
      $0.gradient(of: $0.next(to: $1))
    },
    Slope("gradient-shared", "gets the right gradient divided by the number of inputs") {
      $0.gradient(of: $1) / Double($0.x.count)
    },
    Slope("gradient-times-inputs", "gets the right gradient times the number of inputs") {
      $0.gradient(of: $1) * Double($0.x.count)
    },
    Slope("no-gradient", "gets no gradient") { _, _ in 0 },
    Slope("gradient-ignored", "gets its slope, without the gradient of the output") {
      $0.slopes[$1]
    },
    Slope("own-for-gradient", "gets itself instead of a gradient") { $0.x[$1] },
    Slope("output-for-gradient", "gets the output instead of a gradient") { cell, _ in cell.y },
    Slope("gradient-of-both", "gets the sum of the gradients of all inputs") { cell, _ in
      cell.slopes.reduce(0, +) * cell.gy
    },
    Slope("gradient-where-positive", "gets a gradient only where it is above 0") {
      $0.x[$1] > 0 ? $0.gradient(of: $1) : 0
    },
    Slope("gradient-where-output-positive", "gets a gradient only where the output is above 0") {
      $0.y > 0 ? $0.gradient(of: $1) : 0
    },
    Slope("slope-of-loser", "gets the gradient only where it is not the one that was taken") {
      $0.slopes[$1] == 0 ? $0.gy : 0
    },
    Slope("ties-of-both", "shares the gradient equally on a tie") { cell, input in
      let ties = cell.x.filter { $0 == cell.y }.count
      return cell.x[input] == cell.y ? cell.gy / Double(max(1, ties)) : 0
    },
    Slope("ties-for-all", "gets the whole gradient on a tie") {
      $0.x[$1] == $0.y ? $0.gy : 0
    },
  ]

  private static let products: [Slope] = [
    Slope("times-other", times: "the other input") { $0.others(than: $1) },
    Slope("times-other-negated", times: "minus the other input") { -$0.others(than: $1) },
    Slope("times-own", times: "itself") { $0.x[$1] },
    Slope("times-own-negated", times: "minus itself") { -$0.x[$1] },
    Slope("times-output", times: "the output") { cell, _ in cell.y },
    Slope("times-sum", times: "the sum of the inputs") { cell, _ in cell.x.reduce(0, +) },
    Slope("times-own-squared", times: "its square") { $0.x[$1] * $0.x[$1] },
    Slope("times-other-squared", times: "the square of the other input") {
      $0.others(than: $1) * $0.others(than: $1)
    },
    Slope("times-two", times: "2") { cell, _ in 2 },
    Slope("times-other-sign", times: "the sign of the other input") { $0.others(than: $1).signum },
    Slope("slope-squared", times: "its slope twice") { $0.slopes[$1] * $0.slopes[$1] },
  ]

  private static let quotients: [Slope] = [
    Slope("by-own", times: "1 divided by itself") { 1 / $0.x[$1] },
    Slope("by-own-negated", times: "−1 divided by itself") { -1 / $0.x[$1] },
    Slope("by-own-squared", times: "−1 divided by its square") { -1 / ($0.x[$1] * $0.x[$1]) },
    Slope("by-other", times: "1 divided by the other input") { 1 / $0.others(than: $1) },
    Slope("by-other-squared", times: "1 divided by the square of the other input") {
      1 / ($0.others(than: $1) * $0.others(than: $1))
    },
    Slope("output-by-own", times: "the output divided by itself") { $0.y / $0.x[$1] },
    Slope("output-by-other", times: "the output divided by the other input") {
      $0.y / $0.others(than: $1)
    },
    Slope("other-by-own", times: "the other input divided by itself") {
      $0.others(than: $1) / $0.x[$1]
    },
    Slope("other-by-own-negated", times: "minus the other input divided by itself") {
      -$0.others(than: $1) / $0.x[$1]
    },
    Slope("other-by-own-squared", times: "the other input divided by its square") {
      $0.others(than: $1) / ($0.x[$1] * $0.x[$1])
    },
    Slope("own-by-other", times: "itself divided by the other input") {
      $0.x[$1] / $0.others(than: $1)
    },
    Slope("own-by-other-squared", times: "itself divided by the square of the other input") {
      $0.x[$1] / ($0.others(than: $1) * $0.others(than: $1))
    },
  ]

  private static let powers: [Slope] = [
    Slope("power-not-lowered", times: "the other input and the output") {
      $0.others(than: $1) * $0.y
    },
    Slope("power-without-factor", times: "itself to the power of the other input less 1") {
      Double.power($0.x[$1], $0.others(than: $1) - 1)
    },
    Slope("power-without-output", times: "the logarithm of the other input") {
      Double.logarithm($0.others(than: $1))
    },
    Slope("power-own-logarithm", times: "the output and the logarithm of itself") {
      $0.y * Double.logarithm($0.x[$1])
    },
    Slope(
      "power-decimal-logarithm", times: "the output and the decimal logarithm of the other input"
    ) {
      $0.y * Double.logarithm($0.others(than: $1)) / Double.logarithm(10)
    },
  ]
}

extension BroadcastCell {
  /// The right gradient of an input's number.
  fileprivate func gradient(of input: Int) -> Double {
    slopes[input] == 0 ? 0 : gy * slopes[input]
  }
}
