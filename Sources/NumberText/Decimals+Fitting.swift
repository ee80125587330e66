extension Decimals {
  /// A number with `significant` digits in at most `width` columns: `0.412`, `-1.31`, `1.2e-7`.
  ///
  /// Plain notation where it fits, else exponent notation, else fewer digits, and `#` in every column
  /// where not even that fits. A number other than 0 is never shown as 0, an integer has no decimals,
  /// and the digits before the point are shown completely or not at all. Negative zero is `-0`.
  package static func fitting(_ number: Double, significant: Int = 3, width: Int) -> String {
    fitting(number, "\(number)", significant, width)
  }

  /// The same for a `Float`, whose shortest digits are rounded.
  package static func fitting(_ number: Float, significant: Int = 3, width: Int) -> String {
    fitting(Double(number), "\(number)", significant, width)
  }

  private static func fitting(
    _ number: Double, _ description: String, _ significant: Int, _ width: Int
  ) -> String {
    let text =
      number.isFinite
      ? finite(DecimalDigits(description, isNegative: number.sign == .minus), significant, width)
      : name(ofNonFinite: number)
    return text.count <= width ? text : String(repeating: "#", count: max(0, width))
  }

  private static func finite(_ digits: DecimalDigits, _ significant: Int, _ width: Int) -> String {
    if digits.isZero { return digits.isNegative ? "-0" : "0" }
    let wanted = max(1, significant)
    let round = digits.rounded(toDigits: wanted)
    let most = digits.isWhole ? 0 : max(0, wanted - round.exponent)
    if round.exponent > -4, round.exponent <= max(7, wanted) {
      let text = digits.plain(decimals: most)
      if text.count <= width { return text }
    }
    return shortened(digits, wanted, most, width)
  }

  /// The notation that fits and keeps the most digits.
  private static func shortened(
    _ digits: DecimalDigits, _ wanted: Int, _ decimals: Int, _ width: Int
  ) -> String {
    for kept in stride(from: wanted, through: 1, by: -1) {
      let scientific = digits.scientific(digits: kept)
      if scientific.count <= width { return scientific }
      let places = decimals - (wanted - kept)
      let plain = digits.plain(decimals: max(0, places))
      if plain.count <= width, digits.exponent > -4 { return plain }
    }
    return digits.exponent > 0 ? digits.plain(decimals: 0) : digits.scientific(digits: 1)
  }
}
