/// Numbers as text, one function for each purpose. What is not finite is `NaN`, `∞` and `−∞` in all
/// of them but the one for files.
package enum Decimals {
  /// With so many significant digits, an exponent where there would be many zeros: `0.412`,
  /// `2.000`, `1.200e-7`.
  package static func text(_ number: Double, _ digits: Int) -> String {
    guard number.isFinite else { return name(ofNonFinite: number) }
    guard number != 0 else { return "0" }
    let all = DecimalDigits("\(number)", isNegative: number < 0)
    let exponent = all.rounded(toDigits: digits).exponent - 1
    return (-4..<7).contains(exponent)
      ? all.plain(decimals: max(0, digits - 1 - exponent)) : all.scientific(digits: digits)
  }

  /// With so many significant digits, an exponent where there would be many zeros.
  package static func text(_ number: Float, _ digits: Int) -> String {
    text(Double(number), digits)
  }

  /// Whole numbers below a million as such, others with so many significant digits.
  package static func brief(_ number: Double, _ digits: Int) -> String {
    number == number.rounded() && number.magnitude < 1e6 ? "\(Int(number))" : text(number, digits)
  }

  /// With so many significant digits and always an exponent: `3.1e-7`; zero is `0`.
  package static func scientific(_ number: Double, _ digits: Int) -> String {
    guard number.isFinite else { return name(ofNonFinite: number) }
    guard number != 0 else { return "0" }
    return DecimalDigits("\(number)", isNegative: number < 0).scientific(digits: digits)
  }

  /// A share in percent, with so many significant digits.
  package static func percent(_ share: Double, _ digits: Int) -> String {
    "\(text(share * 100, digits))%"
  }

  /// With four significant digits in eight columns, right-aligned.
  package static func column(_ number: Float) -> String {
    let text = text(number, 4)
    return String(repeating: " ", count: max(0, 8 - text.count)) + text
  }

  /// With enough digits to read back the same `Float`, or all of a `Double`; whole numbers without
  /// a point.
  package static func exact(_ number: Double) -> String {
    guard number.isFinite else { return name(ofNonFinite: number) }
    if number == number.rounded(), number.magnitude < 1e15 { return "\(Int(number))" }
    return Double(Float(number)) == number ? "\(Float(number))" : "\(number)"
  }

  /// With the fewest digits that read back the same `Float`; whole numbers with a point.
  package static func shortest(_ number: Float) -> String {
    number.isFinite ? "\(number)" : name(ofNonFinite: Double(number))
  }

  /// With the fewest digits that read back the same `Double`; whole numbers with a point.
  package static func shortest(_ number: Double) -> String {
    number.isFinite ? "\(number)" : name(ofNonFinite: number)
  }

  /// The same for files that other programs read: `NaN`, `inf` and `-inf` where it is not finite.
  package static func field(_ number: Float) -> String { number.isNaN ? "NaN" : "\(number)" }

  static func name(ofNonFinite number: Double) -> String {
    number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞"
  }
}

extension String {
  /// A decimal number without zeros at its end.
  package var withoutTrailingZeros: String {
    guard contains("."), !contains("e") else { return self }
    var text = self[...]
    while text.hasSuffix("0") { text = text.dropLast() }
    return String(text.hasSuffix(".") ? text.dropLast() : text)
  }
}
