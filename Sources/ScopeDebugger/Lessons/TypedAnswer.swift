/// What a reader typed, as all that it may mean.
///
/// Readers write numbers with arithmetic, units and words around them, shapes with any separators
/// and brackets, and signs as words.
struct TypedAnswer {
  let text: String

  init(_ typed: String) {
    text = Spelling.plain(typed)
  }

  /// The numbers that it may mean: `36 rows`, `rows: 36`, `[36]`, `32+4`, `32 plus 4`, `= 36`, `2,25`,
  /// `1 296`, `2 1/2`, `100%` (1 or 100), `four`, `a quarter`.
  var numbers: [Double] {
    let result = text.split(separator: "=").last.map { String($0) } ?? ""
    let isPercent = result.contains("%") || result.contains("percent")
    let plain = Self.withoutWords(Spelling.withOperations(result))
    let forms =
      [plain, plain.replacing(",", with: "."), Spelling.withSum(plain)].compactMap(\.self)
      + Spelling.withoutThousands(plain)
    let words = [Spelling.number(inWords: result), commonExtent].compactMap(\.self)
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

  /// The extents that it may mean: `1x36x36`, `(1, 36, 36)`, `[1,36,36]`, `1 36 36`, `6 maps of
  /// 28x28`; `nil` for anything but whole numbers.
  var extents: [Int]? {
    let separators: Set<Character> = ["x", "×", "*", "·", ",", ";", "(", ")", " "]
    let parts = Self.withoutWords(text).split { separators.contains($0) }
    let extents = parts.compactMap { Int($0) }
    return extents.count == parts.count && !parts.isEmpty ? extents : nil
  }

  /// Whether it is written as a shape, and not as a number or a sum of numbers.
  var isShape: Bool {
    let isBound = text.contains { "x×(".contains($0) } || text.contains(" by ")
    return (isBound || text.contains(" of ")) && !text.contains { "*·/+-".contains($0) }
  }

  /// What says a sign and nothing else.
  static let signs = [
    "+": "+", "positive": "+", "plus": "+", "pos": "+",
    "-": "-", "negative": "-", "minus": "-", "neg": "-",
  ]

  /// `+`, `-` or `0`, as a sign, a word or a number says it.
  var sign: String? {
    let words = text.split { !$0.isLetter }.map(String.init)
    if words.contains("not") { return nil }
    let meanings = [
      "+": ["positive", "pos", "plus", "above", "greater", "larger"],
      "-": ["negative", "neg", "minus", "below", "less", "smaller"], "0": ["zero"],
    ]
    let said = meanings.filter { !$0.value.allSatisfy { !words.contains($0) } }.map(\.key)
    // "above zero" says two of them.
    let signs = said.count > 1 ? said.filter { $0 != "0" } : said
    if signs.count == 1 { return signs[0] }
    guard signs.isEmpty else { return nil }
    let symbols = text.filter { !$0.isWhitespace }
    if ["+", "-"].contains(symbols) { return symbols }
    if symbols.hasSuffix(">0") || symbols.hasPrefix("0<") { return "+" }
    if symbols.hasSuffix("<0") || symbols.hasPrefix("0>") { return "-" }
    return numbers.first.map { $0 > 0 ? "+" : $0 < 0 ? "-" : "0" }
  }

  /// The words alone, without what may be typed one way or another.
  var words: String {
    text.replacing("×", with: "x").filter { !$0.isWhitespace && !".!?\"'".contains($0) }
  }

  /// The text without units and other words: letters that belong to no number, and a colon behind
  /// them.
  static func withoutWords(_ text: String) -> String {
    var kept = ""
    let characters = Array(text)
    for (place, character) in characters.enumerated() {
      let isColon = character == ":" && characters[..<place].last { $0 != " " }?.isNumber != true
      guard character.isLetter || isColon || "%?!~≈'\"".contains(character) else {
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
    character.isNumber || "()".contains(character)
  }
}
