/// Numbers as text.
public enum Decimals {
  /// With so many significant digits, an exponent where there would be many zeros.
  public static func text(_ number: Float, _ digits: Int) -> String { text(Double(number), digits) }

  /// With so many significant digits, an exponent where there would be many zeros.
  public static func text(_ number: Double, _ digits: Int) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞" }
    guard number != 0 else { return "0" }
    let exponent = decimalExponent(number.magnitude, digits)
    let sign = number < 0 ? "-" : ""
    guard (-4..<7).contains(exponent) else {
      let scaled = number.magnitude / power(exponent)
      return "\(sign)\(fixed(scaled, digits - 1))e\(exponent)"
    }
    return sign + fixed(number.magnitude, max(0, digits - 1 - exponent))
  }

  /// A share in percent, with so many significant digits.
  package static func percent(_ share: Double, _ digits: Int) -> String {
    "\(text(share * 100, digits))%"
  }

  /// In eight columns, right-aligned.
  static func column(_ number: Float) -> String {
    let text = text(number, 4)
    return String(repeating: " ", count: max(0, 8 - text.count)) + text
  }

  /// With enough digits to read back the same `Float`, or all of a `Double`; whole numbers without
  /// a point.
  public static func exact(_ number: Double) -> String {
    guard number.isFinite else { return text(number, 1) }
    if number == number.rounded(), number.magnitude < 1e15 { return "\(Int(number))" }
    return Double(Float(number)) == number ? "\(Float(number))" : "\(number)"
  }

  /// The power of ten of the first digit, after rounding to so many digits.
  private static func decimalExponent(_ magnitude: Double, _ digits: Int) -> Int {
    var exponent = 0
    while magnitude >= power(exponent + 1) { exponent += 1 }
    while magnitude < power(exponent) { exponent -= 1 }
    let rounded = (magnitude / power(exponent - digits + 1)).rounded()
    return rounded >= power(digits) ? exponent + 1 : exponent
  }

  private static func power(_ exponent: Int) -> Double {
    (0..<exponent.magnitude).reduce(1.0) { value, _ in exponent < 0 ? value / 10 : value * 10 }
  }

  /// With so many digits behind the point.
  private static func fixed(_ magnitude: Double, _ decimals: Int) -> String {
    let scaled = (magnitude * power(decimals)).rounded()
    guard scaled < 1e18 else { return "\(magnitude)" }
    let digits = String(UInt64(scaled))
    guard decimals > 0 else { return digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}
