/// The ways to write a number that readers use, brought to those that ``Arithmetic`` reads.
enum Spelling {
  /// Lower case, one kind of minus, of blank and of bracket, and fractions as quotients.
  static func plain(_ typed: String) -> String {
    var text = ""
    for character in typed.lowercased() {
      switch character {
      case "−", "–", "—", "‐", "‑", "‒": text += "-"
      case "[", "{": text += "("
      case "]", "}": text += ")"
      case "’": text += "'"
      case "`": break
      case "½": text += " 1/2"
      case "¼": text += " 1/4"
      case "¾": text += " 3/4"
      default: text.append(character.isWhitespace ? " " : character)
      }
    }
    return text.trimmed
  }

  /// `minus 10` as `-10`, `32 plus 4` as `32 + 4`.
  static func withOperations(_ text: String) -> String {
    var words = text.replacing("divided by", with: "over").split(separator: " ").map(String.init)
    let operations = ["plus": "+", "minus": "-", "times": "*", "over": "/"]
    for index in words.indices.dropLast() where isOperand(words[index + 1].first) {
      let follows = index > 0 && isOperand(words[index - 1].last)
      if follows, let operation = operations[words[index]] { words[index] = operation }
      if ["minus", "negative"].contains(words[index]) { words[index] = "-" }
    }
    return words.joined(separator: " ")
  }

  private static func isOperand(_ character: Character?) -> Bool {
    character.map { $0.isNumber || "()".contains($0) } ?? false
  }

  /// `2 1/2` as `2+1/2`; `nil` for anything else.
  static func withSum(_ text: String) -> String? {
    let isNegative = text.hasPrefix("-")
    let parts = (isNegative ? text.dropFirst() : text[...]).split(separator: " ")
    guard parts.count == 2, parts[0].allSatisfy(\.isNumber) else { return nil }
    let fraction = parts[1].split(separator: "/", omittingEmptySubsequences: false)
    guard fraction.count == 2, fraction.allSatisfy({ Int($0) != nil }) else { return nil }
    return "\(isNegative ? "-" : "")(\(parts[0])+\(parts[1]))"
  }

  /// `3,072`, `3 072` and `3'072` as 3072.
  static func withoutThousands(_ text: String) -> [String] {
    [",", " "].compactMap { (separator: Character) in
      let parts = text.split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count > 1, parts[0].last?.isNumber == true, separator == "," || isDigits(parts[0])
      else { return nil }
      let isGrouped = parts.dropFirst().allSatisfy { $0.prefix { $0.isNumber }.count == 3 }
      return isGrouped ? parts.joined() : nil
    }
  }

  /// Whether it is a sign and one to three digits, as before a blank that groups them.
  private static func isDigits(_ text: Substring) -> Bool {
    let digits = text.first == "-" ? text.dropFirst() : text
    return (1...3).contains(digits.count) && digits.allSatisfy(\.isNumber)
  }

  private static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
  ]
  private static let tens = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]
  private static let parts = ["half": 0.5, "quarter": 0.25, "quarters": 0.25]

  /// The number that a text says in words, below a hundred: `four maps`, `thirty-six`, `a quarter`.
  static func number(inWords text: String) -> Double? {
    guard !text.contains(where: \.isNumber) else { return nil }
    if ["none", "nothing"].contains(text.trimmed) { return 0 }
    let words = text.split { !$0.isLetter }.map(String.init)
    let said = words.compactMap(value(ofWord:))
    if let part = words.last.flatMap({ parts[$0] }) {
      return said.count < 2 ? part * (said.first ?? 1) : nil
    }
    if said.count == 2, said[0] >= 20, (1...9).contains(said[1]) { return said[0] + said[1] }
    return said.count == 1 ? said[0] : nil
  }

  /// Whether a text is nothing but a number in words.
  static func isNumber(inWords text: String) -> Bool {
    let words = text.split { !$0.isLetter }.map(String.init)
    let isSaid = words.allSatisfy { value(ofWord: $0) != nil || parts[$0] != nil || $0 == "a" }
    return isSaid && number(inWords: text) != nil
  }

  private static func value(ofWord word: String) -> Double? {
    let value = small.firstIndex(of: word) ?? tens.firstIndex(of: word).map { 20 + 10 * $0 }
    return value.map(Double.init)
  }
}
