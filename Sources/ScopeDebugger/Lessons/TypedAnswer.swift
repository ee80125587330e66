/// What a reader typed, as all that it may mean.
///
/// Readers write numbers with arithmetic, units and words around them, shapes with any separators
/// and brackets, and signs as words.
struct TypedAnswer {
  private let text: String

  init(_ typed: String) {
    text = typed.lowercased().replacing("−", with: "-").replacing("`", with: "").trimmed
  }

  /// The numbers that it may mean: `36 rows`, `32+4`, `= 36`, `2,25`, `100%` (1 or 100), `four`.
  var numbers: [Double] {
    let result = text.split(separator: "=").last.map { String($0) } ?? ""
    let isPercent = result.contains("%") || result.contains("percent")
    let plain = Self.withoutWords(Self.withSigns(result))
    let forms = [plain, plain.replacing(",", with: ".")] + Self.withoutThousands(plain)
    let words = [Self.word(result), commonExtent].compactMap(\.self)
    let values = forms.compactMap(Arithmetic.value) + words
    return isPercent ? values + values.map { $0 / 100 } : values
  }

  /// The extent of `7x7` and `36 by 36`, which say one number for both axes.
  private var commonExtent: Double? {
    guard let extents, extents.count > 1, Set(extents).count == 1 else { return nil }
    return Double(extents[0])
  }

  /// How far a number that is written with decimals may be from what it was rounded from: half of its
  /// last place. `nil` for anything else, and for fewer than two significant digits.
  var halfPlace: Double? {
    let number = text.replacing(",", with: ".").filter { !$0.isWhitespace }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, Double(number) != nil, parts[1].allSatisfy(\.isNumber) else {
      return nil
    }
    let digits = number.filter(\.isNumber).drop { $0 == "0" }
    guard digits.count >= 2 else { return nil }
    return parts[1].reduce(0.5) { half, _ in half / 10 }
  }

  /// The number that is all of the text, but for a full stop behind it.
  var wholeNumber: Double? { Double(text.hasSuffix(".") ? String(text.dropLast()) : text) }

  /// `minus 10` as `-10`.
  private static func withSigns(_ text: String) -> String {
    var words = text.split(separator: " ").map(String.init)
    for index in words.indices.dropLast()
    where ["minus", "negative"].contains(words[index]) && words[index + 1].first?.isNumber == true {
      words[index] = "-"
    }
    return words.joined(separator: " ")
  }

  /// The extents that it may mean: `1x36x36`, `(1, 36, 36)`, `[1,36,36]`, `1 36 36`, `6 maps of
  /// 28x28`; `nil` for anything but whole numbers.
  var extents: [Int]? {
    let separators: Set<Character> = ["x", "×", "*", "·", ",", ";", "(", ")", "[", "]", " "]
    let parts = Self.withoutWords(text).split { separators.contains($0) }
    let extents = parts.compactMap { Int($0) }
    return extents.count == parts.count && !parts.isEmpty ? extents : nil
  }

  /// `+`, `-` or `0`, as a sign, a word or a number says it.
  var sign: String? {
    let words = text.split { !$0.isLetter }.map(String.init)
    if words.contains("not") { return nil }
    let meanings = [
      "+": ["positive", "plus", "above", "greater", "larger"],
      "-": ["negative", "minus", "below", "less", "smaller"], "0": ["zero"],
    ]
    let said = meanings.filter { !$0.value.allSatisfy { !words.contains($0) } }.map(\.key)
    // "above zero" says two of them.
    let signs = said.count > 1 ? said.filter { $0 != "0" } : said
    if signs.count == 1 { return signs[0] }
    guard signs.isEmpty else { return nil }
    let symbols = text.filter { !$0.isWhitespace }
    if ["+", "-"].contains(symbols) { return symbols }
    return [">0": "+", "<0": "-"][symbols]
      ?? numbers.first.map { $0 > 0 ? "+" : $0 < 0 ? "-" : "0" }
  }

  /// The words alone, without what may be typed one way or another.
  var words: String {
    text.replacing("×", with: "x").filter { !$0.isWhitespace && !".!?\"'".contains($0) }
  }

  /// The text without units and other words: letters that belong to no number.
  private static func withoutWords(_ text: String) -> String {
    var kept = ""
    let characters = Array(text)
    for (place, character) in characters.enumerated() {
      guard character.isLetter || "%?!~≈'\"".contains(character) else {
        kept.append(character)
        continue
      }
      kept.append(isInNumber(place, characters) ? character : " ")
    }
    let plain = kept.trimmed
    return plain.hasSuffix(".") ? String(plain.dropLast()) : plain
  }

  /// Whether a letter is the `x` between two numbers, or the `e` of an exponent.
  private static func isInNumber(_ place: Int, _ characters: [Character]) -> Bool {
    let before = characters[..<place].last { !$0.isWhitespace }
    let after = characters[(place + 1)...].first { !$0.isWhitespace }
    let isDirect = place > 0 && characters[place - 1].isNumber
    switch characters[place] {
    case "x": return before.map(isOperand) == true && after.map(isOperand) == true
    case "e": return isDirect && after.map { $0.isNumber || "+-".contains($0) } == true
    default: return false
    }
  }

  private static func isOperand(_ character: Character) -> Bool {
    character.isNumber || "()[]".contains(character)
  }

  /// `3,072` as 3072.
  private static func withoutThousands(_ text: String) -> [String] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let isGrouped =
      parts.count > 1 && parts[0].last?.isNumber == true
      && parts.dropFirst().allSatisfy { $0.prefix { $0.isNumber }.count == 3 }
    return isGrouped ? [text.replacing(",", with: "")] : []
  }

  /// The number that a text says in words, below a hundred: `four maps`, `thirty-six`.
  private static func word(_ text: String) -> Double? {
    let small = [
      "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
      "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
      "nineteen",
    ]
    let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    guard !text.contains(where: \.isNumber) else { return nil }
    if ["none", "nothing"].contains(text.trimmed) { return 0 }
    let words = text.split { !$0.isLetter }.map(String.init)
    let said = words.compactMap { word in
      small.firstIndex(of: word) ?? tens.firstIndex(of: word).map { 20 + 10 * $0 }
    }
    if said.count == 2, said[0] >= 20, (1...9).contains(said[1]) {
      return Double(said[0] + said[1])
    }
    return said.count == 1 ? Double(said[0]) : nil
  }
}
