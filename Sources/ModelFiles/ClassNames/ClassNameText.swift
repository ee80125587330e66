/// Reads class names from text: lines, or the literals of JSON and Python.
struct ClassNameText {
  /// What is wrong with the text, as a sentence.
  struct Mistake: Error {
    let reason: String
  }

  /// A literal; numbers and words without quotation marks are texts too.
  private enum Literal {
    case text(String)
    case list([Literal])
    case pairs([(key: Literal, value: Literal)])

    var text: String? { if case .text(let text) = self { text } else { nil } }
  }

  /// The names by class; empty for a class between others that has none.
  ///
  /// - Parameter separators: what stands between names that are no literal; the first of them that
  ///   occurs counts.
  static func names(
    in text: String, separatedBy separators: [Character] = ["\n"]
  ) throws(Mistake) -> [String] {
    let first = text.first { !$0.isWhitespace }
    guard let first, "[{(".contains(first) else { return lines(of: text, separators) }
    var reader = ClassNameText(text)
    let literal = try reader.literal(depth: 0)
    guard reader.next == nil else { throw reader.unexpected("nothing more") }
    return try names(in: literal)
  }

  private static func lines(of text: String, _ separators: [Character]) -> [String] {
    let separator = separators.first { separator in
      text.contains { $0 == separator || (separator == "\n" && $0.isNewline) }
    }
    let parts = text.split(omittingEmptySubsequences: false) {
      separator == "\n" ? $0.isNewline : $0 == separator
    }
    let names = parts.map { plain(String($0)) }
    return Array(names[..<((names.lastIndex { !$0.isEmpty } ?? -1) + 1)])
  }

  /// A name without the space around it and a WordNet number before it.
  private static func plain(_ name: String) -> String {
    var rest = name.trimmingBlanks
    let number = rest.prefix { !$0.isWhitespace }
    if number.count == 9, number.first == "n", number.dropFirst().allSatisfy(\.isNumber),
      number.endIndex != rest.endIndex
    {
      rest = rest[number.endIndex...].drop(while: \.isWhitespace)
    }
    return String(rest).harmless
  }

  private static func names(in literal: Literal) throws(Mistake) -> [String] {
    switch literal {
    case .text: throw Mistake(reason: "a list of class names is expected, but there is one word")
    case .list(let elements):
      var names: [String] = []
      for element in elements { names.append(try name(element)) }
      return names
    case .pairs(let pairs): return try names(in: pairs)
    }
  }

  /// Pairs of number and name, or of name and number.
  private static func names(
    in pairs: [(key: Literal, value: Literal)]
  ) throws(Mistake) -> [String] {
    let areNumbersFirst = pairs.allSatisfy { Int($0.key.text ?? "") != nil }
    var names: [Int: String] = [:]
    for (key, value) in pairs {
      let (number, named) = areNumbersFirst ? (key, value) : (value, key)
      guard let label = Int(number.text ?? ""), (0..<ClassNameFile.most).contains(label) else {
        throw Mistake(
          reason: "a class is a number from 0 to \(ClassNameFile.most - 1), not "
            + "\((number.text ?? "a list").quoted)")
      }
      names[label] = try name(named)
    }
    return (0..<((names.keys.max() ?? -1) + 1)).map { names[$0] ?? "" }
  }

  /// Of a list of names for one class the last.
  private static func name(_ literal: Literal) throws(Mistake) -> String {
    switch literal {
    case .text(let text): return plain(text)
    case .list(let names):
      guard let last = names.last?.text else {
        throw Mistake(reason: "the name of a class is expected, but there is an empty list")
      }
      return plain(last)
    case .pairs: throw Mistake(reason: "the name of a class is expected, but there is an object")
    }
  }

  private let characters: [Character]
  private var place = 0

  private init(_ text: String) { characters = Array(text) }
}

// MARK: Literals

extension ClassNameText {
  private static let deepest = 3

  /// The next character that is no white space, to which the reader moves; nil at the end.
  private var next: Character? {
    mutating get {
      while place < characters.count, characters[place].isWhitespace { place += 1 }
      return place < characters.count ? characters[place] : nil
    }
  }

  private mutating func unexpected(_ expected: String) -> Mistake {
    let found = next.map { "there is \("\($0)".quoted)" } ?? "the text ends"
    return Mistake(reason: "\(expected) is expected at character \(place + 1), but \(found)")
  }

  private mutating func skip(_ character: Character) -> Bool {
    guard next == character else { return false }
    place += 1
    return true
  }

  private mutating func literal(depth: Int) throws(Mistake) -> Literal {
    guard depth < Self.deepest else { throw unexpected("a name") }
    switch next {
    case "[": return .list(try list("]", depth))
    case "(": return .list(try list(")", depth))
    case "{": return .pairs(try pairs(depth))
    case "\"", "'": return .text(try quoted())
    default: return .text(try word())
    }
  }

  private mutating func list(_ end: Character, _ depth: Int) throws(Mistake) -> [Literal] {
    place += 1
    var elements: [Literal] = []
    while !skip(end) {
      elements.append(try literal(depth: depth + 1))
      guard skip(",") || next == end else { throw unexpected("\",\" or \"\(end)\"") }
    }
    return elements
  }

  private mutating func pairs(
    _ depth: Int
  ) throws(Mistake) -> [(key: Literal, value: Literal)] {
    place += 1
    var pairs: [(key: Literal, value: Literal)] = []
    while !skip("}") {
      let key = try literal(depth: depth + 1)
      guard skip(":") else { throw unexpected("\":\"") }
      pairs.append((key, try literal(depth: depth + 1)))
      guard skip(",") || next == "}" else { throw unexpected("\",\" or \"}\"") }
    }
    return pairs
  }

  private mutating func quoted() throws(Mistake) -> String {
    let mark = characters[place]
    place += 1
    var text = ""
    while place < characters.count, characters[place] != mark {
      let isEscaped = characters[place] == "\\" && place + 1 < characters.count
      if isEscaped { place += 1 }
      let character = characters[place]
      place += 1
      text += isEscaped ? escaped(character) : String(character)
    }
    guard place < characters.count else { throw unexpected("a closing quotation mark") }
    place += 1
    return text
  }

  private static let escapes: [Character: String] = ["n": "\n", "t": "\t", "r": "\r"]

  /// What a character behind a backslash stands for: white space, `u` with four digits for a unit of
  /// UTF-16, of which two may be a pair, and otherwise itself.
  private mutating func escaped(_ character: Character) -> String {
    guard character == "u", let first = codeUnit() else {
      return Self.escapes[character] ?? String(character)
    }
    var units = [first]
    if UTF16.isLeadSurrogate(first), characters[place...].starts(with: "\\u") {
      place += 2
      if let second = codeUnit() { units.append(second) }
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// The number of the next four hexadecimal digits; nil where there are none.
  private mutating func codeUnit() -> UInt16? {
    let digits = characters[place...].prefix(4)
    guard digits.count == 4, digits.allSatisfy(\.isHexDigit) else { return nil }
    place += 4
    return UInt16(String(digits), radix: 16)
  }

  private mutating func word() throws(Mistake) -> String {
    let start = place
    while place < characters.count,
      characters[place].isLetter || characters[place].isNumber
        || "_-+.".contains(characters[place])
    { place += 1 }
    guard place > start else { throw unexpected("a name") }
    return String(characters[start..<place])
  }
}
