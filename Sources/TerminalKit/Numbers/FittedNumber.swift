/// A number with `significant` digits in at most `width` columns: `0.412`, `-1.31`, `1.2e-7`.
///
/// Plain notation where it fits, else exponent notation, else fewer digits, and `#` in every column
/// where not even that fits. A number other than 0 is never shown as 0, an integer has no decimals,
/// and the digits before the point are shown completely or not at all. Values that are not finite
/// are `NaN`, `∞` and `−∞`; negative zero is `-0`.
public func formatted(_ number: Double, significant: Int = 3, width: Int) -> String {
  formatted(number, "\(number)", significant, width)
}

/// The same for a `Float`, whose shortest digits are rounded.
public func formatted(_ number: Float, significant: Int = 3, width: Int) -> String {
  formatted(Double(number), "\(number)", significant, width)
}

private func formatted(
  _ number: Double, _ description: String, _ significant: Int, _ width: Int
) -> String {
  let text =
    number.isFinite
    ? finite(DecimalDigits(description, isNegative: number.sign == .minus), significant, width)
    : number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞"
  return text.count <= width ? text : String(repeating: "#", count: max(0, width))
}

private func finite(_ digits: DecimalDigits, _ significant: Int, _ width: Int) -> String {
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
private func shortened(
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

extension String {
  /// The text, padded with blanks on the left to a number of columns.
  public func leftPadded(to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - self.columns)) + self
  }

  /// The text, padded with blanks on the right to a number of columns.
  public func rightPadded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - self.columns))
  }
}
