/// The decimal digits of a finite number, for printing without Foundation.
///
/// Value: 0.d₁d₂d₃… × 10^exponent. The digits are those of the shortest text that reads back to
/// the number; they are rounded half away from zero.
struct DecimalDigits {
  private(set) var digits: [UInt8]
  private(set) var exponent: Int
  let isNegative: Bool

  /// - Precondition: the description is that of a finite number.
  init(_ description: String, isNegative: Bool) {
    self.isNegative = isNegative
    let parts = description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".").map { $0.unicodeScalars.compactMap(\.digit) }
    let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let all = Array(mantissa.joined())
    digits = Array(all.drop { $0 == 0 })
    exponent = digits.isEmpty ? 1 : mantissa[0].count + power - (all.count - digits.count)
  }

  var isZero: Bool { digits.allSatisfy { $0 == 0 } }

  /// Whether all digits after the point are 0.
  var isWhole: Bool { digits.dropFirst(max(0, exponent)).allSatisfy { $0 == 0 } }

  /// Rounded to a number of digits; 0 or fewer keeps none, but may still round up to one.
  func rounded(toDigits count: Int) -> DecimalDigits {
    guard count < digits.count else { return self }
    var copy = self
    let up = count >= 0 && digits[count] >= 5
    copy.digits = Array(digits.prefix(max(0, count)))
    if up { copy.increment() }
    return copy
  }

  private mutating func increment() {
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
      return
    }
    digits.insert(1, at: 0)
    exponent += 1
  }

  private func digit(_ index: Int) -> String {
    index >= 0 && index < digits.count ? String(digits[index]) : "0"
  }

  /// In plain notation with a number of decimals.
  func plain(decimals: Int) -> String {
    let round = rounded(toDigits: exponent + decimals)
    let whole = (0..<max(0, round.exponent)).map { round.digit($0) }.joined()
    let sign = isNegative ? "-" : ""
    let fraction = (0..<max(0, decimals)).map { round.digit(round.exponent + $0) }.joined()
    return sign + (whole.isEmpty ? "0" : whole) + (decimals > 0 ? "." + fraction : "")
  }

  /// In exponent notation with a number of digits.
  func scientific(digits count: Int) -> String {
    let round = rounded(toDigits: max(1, count))
    let tail = (1..<max(2, count)).prefix(max(0, count - 1)).map { round.digit($0) }.joined()
    return (isNegative ? "-" : "") + round.digit(0) + (tail.isEmpty ? "" : "." + tail)
      + "e\(round.exponent - 1)"
  }
}

extension Unicode.Scalar {
  fileprivate var digit: UInt8? {
    ("0"..."9").contains(self) ? UInt8(value - 48) : nil
  }
}
