/// The value of an arithmetic text, as somebody types it: `32+4`, `5/2`, `2·(3−1)²`, `1e-3`.
///
/// Sums, products (`*`, `·`, `×`, and `x` between numbers), quotients (`/`, `:`, `÷`), powers (`^`),
/// signs and parentheses, with the usual precedence; `−` is a minus.
struct Arithmetic {
  private let text: [Character]
  private var place = 0
  /// Parentheses and signs that are open, which are limited so that no text is too deep.
  private var depth = 0

  /// The value of the whole text; `nil` where it is no arithmetic, or has no finite value.
  static func value(_ text: String) -> Double? {
    let characters = text.filter { !$0.isWhitespace }
    // Blanks join nothing: "3 4" is not 34.
    guard !text.joinsNumbers else { return nil }
    var reader = Arithmetic(text: Array(characters))
    guard let value = reader.sum(), reader.place == reader.text.count, value.isFinite else {
      return nil
    }
    return value
  }

  private init(text: [Character]) { self.text = text }

  private var next: Character? { place < text.count ? text[place] : nil }

  private mutating func take(_ characters: String) -> Character? {
    guard let next, characters.contains(next) else { return nil }
    place += 1
    return next
  }

  private mutating func sum() -> Double? {
    guard var value = product() else { return nil }
    while let sign = take("+-−") {
      guard let part = product() else { return nil }
      value += sign == "+" ? part : -part
    }
    return value
  }

  private mutating func product() -> Double? {
    guard var value = signed() else { return nil }
    while let operation = take("*·×x/:÷") {
      guard let factor = signed() else { return nil }
      value = "/:÷".contains(operation) ? value / factor : value * factor
    }
    return value
  }

  private mutating func signed() -> Double? {
    guard let sign = take("+-−") else { return power() }
    depth += 1
    defer { depth -= 1 }
    guard depth < 64, let value = signed() else { return nil }
    return sign == "+" ? value : -value
  }

  private mutating func power() -> Double? {
    guard let base = atom() else { return nil }
    if take("²") != nil { return base * base }
    guard take("^") != nil else { return base }
    guard let exponent = signed(), exponent == exponent.rounded(), abs(exponent) <= 64 else {
      return nil
    }
    let power = (0..<Int(exponent.magnitude)).reduce(1.0) { value, _ in value * base }
    return exponent < 0 ? 1 / power : power
  }

  private mutating func atom() -> Double? {
    guard take("(") != nil else { return number() }
    depth += 1
    defer { depth -= 1 }
    guard depth < 64, let value = sum(), take(")") != nil else { return nil }
    return value
  }

  private mutating func number() -> Double? {
    let start = place
    while let next, next.isASCII, next.isNumber || next == "." { place += 1 }
    guard place > start else { return nil }
    let digits = place
    if take("eE") != nil {
      _ = take("+-−")
      let exponent = place
      while let next, next.isASCII, next.isNumber { place += 1 }
      if place == exponent { place = digits }
    }
    return Double(String(text[start..<place]).replacing("−", with: "-"))
  }
}

extension String {
  /// Whether blanks alone stand between two numbers.
  fileprivate var joinsNumbers: Bool {
    let words = split(whereSeparator: \.isWhitespace)
    return zip(words, words.dropFirst()).contains { first, second in
      (first.last?.isNumber ?? false) && (second.first.map { $0.isNumber || $0 == "." } ?? false)
    }
  }
}
