/// A value of JSON text (RFC 8259), with the members of objects in order.
public enum JSONText: Sendable {
  /// Names and values, in order.
  case object([(name: String, value: JSONText)])
  /// Elements, in order.
  case array([JSONText])
  /// A text, without quotation marks and escapes.
  case string(String)
  /// A number without fraction and exponent that an `Int` holds.
  case integer(Int)
  /// Any other number, `true`, `false` or `null`, as it is spelled.
  case other(String)

  /// The value that the bytes spell, with nothing but white space around it.
  ///
  /// - Parameter deepest: how deep objects and lists may be nested.
  /// - Throws: ``FileError`` where they are not JSON, are nested too deep, name a member of an object
  ///   twice or are more than two million values.
  package static func parse(
    _ bytes: ArraySlice<UInt8>, path: String, deepest: Int = 16
  ) throws(FileError) -> JSONText {
    var parser = Parser(bytes, path: path, deepest: deepest)
    return try parser.document()
  }
}

private struct Parser {
  private var cursor: HeaderCursor

  private let deepest: Int
  /// How many values may still come.
  private var room = 1 << 21

  init(_ text: ArraySlice<UInt8>, path: String, deepest: Int) {
    (cursor, self.deepest) = (HeaderCursor(text, path: path), deepest)
  }

  mutating func document() throws(FileError) -> JSONText {
    let value = try value(depth: 0)
    guard cursor.next == nil else { throw cursor.unexpected("nothing more") }
    return value
  }

  private mutating func value(depth: Int) throws(FileError) -> JSONText {
    guard depth < deepest else {
      throw cursor.unexpected("no nesting deeper than \(deepest) levels")
    }
    room -= 1
    guard room >= 0 else { throw cursor.refused("it has more than two million values") }
    switch cursor.next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return try .string(string())
    default: return try word()
    }
  }

  private mutating func object(_ depth: Int) throws(FileError) -> JSONText {
    var members: [(name: String, value: JSONText)] = []
    var seen: Set<String> = []
    try list("{", "}") { (parser: inout Parser) throws(FileError) in
      let name = try parser.string()
      guard seen.insert(name).inserted else {
        throw parser.cursor.refused("its header names \(name.quoted) twice")
      }
      try parser.cursor.expect(":")
      try members.append((name, parser.value(depth: depth + 1)))
    }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(FileError) -> JSONText {
    var elements: [JSONText] = []
    try list("[", "]") { (parser: inout Parser) throws(FileError) in
      try elements.append(parser.value(depth: depth + 1))
    }
    return .array(elements)
  }

  private mutating func list(
    _ open: String, _ close: String, _ element: (inout Parser) throws(FileError) -> Void
  ) throws(FileError) {
    _ = cursor.skip(open)
    if cursor.skip(close) { return }
    repeat { try element(&self) } while cursor.skip(",")
    guard cursor.skip(close) else { throw cursor.unexpected("\",\" or \"\(close)\"") }
  }

  /// A number, `true`, `false` or `null`.
  private mutating func word() throws(FileError) -> JSONText {
    guard cursor.next != nil else { throw cursor.unexpected("a value") }
    let word = String(
      decoding: cursor.rest.prefix { !",:]} \n\r\t".utf8.contains($0) }, as: UTF8.self)
    guard ["true", "false", "null"].contains(word) || isNumber(word) else {
      throw cursor.unexpected("a value")
    }
    cursor.advance(by: word.utf8.count)
    return Int(word).map(JSONText.integer) ?? .other(word)
  }

  private func isNumber(_ word: String) -> Bool {
    let digits = word.first == "-" ? word.dropFirst() : word[...]
    let hasLeadingZero = digits.first == "0" && digits.dropFirst().first?.isNumber == true
    return digits.first.map("0123456789".contains) == true && !hasLeadingZero
      && word.allSatisfy { "0123456789+-.eE".contains($0) } && Double(word) != nil
  }
}

// MARK: Strings

extension Parser {
  private mutating func string() throws(FileError) -> String {
    guard cursor.skip("\"") else { throw cursor.unexpected("a quoted string") }
    var units: [UInt8] = []
    while let unit = cursor.current, unit >= 0x20 {
      cursor.advance(by: 1)
      switch unit {
      case UInt8(ascii: "\""): return try decoded(units)
      case UInt8(ascii: "\\"): try units += Array(escape().utf8)
      default: units.append(unit)
      }
    }
    throw cursor.unexpected("a closing quotation mark")
  }

  private mutating func decoded(_ units: [UInt8]) throws(FileError) -> String {
    guard let string = String(validating: units, as: UTF8.self) else {
      throw cursor.unexpected("UTF-8 before this")
    }
    return string
  }

  private static let escapes: [Character: String] = [
    "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
  ]

  private mutating func escape() throws(FileError) -> String {
    guard let unit = cursor.rest.first else {
      throw cursor.unexpected("a closing quotation mark")
    }
    cursor.advance(by: 1)
    let letter = Character(Unicode.Scalar(unit))
    if let character = Self.escapes[letter] { return character }
    guard letter == "u" else { throw cursor.unexpected("a known escape sequence before this") }
    return try escapedCharacter()
  }

  /// The character of the four digits that follow, or of two such escapes (a surrogate pair).
  private mutating func escapedCharacter() throws(FileError) -> String {
    var units = try [codeUnit()]
    if UTF16.isLeadSurrogate(units[0]), cursor.rest.starts(with: "\\u".utf8) {
      cursor.advance(by: 2)
      try units.append(codeUnit())
    }
    guard let string = String(validating: units, as: UTF16.self) else {
      throw cursor.unexpected("a complete character before this")
    }
    return string
  }

  private mutating func codeUnit() throws(FileError) -> UInt16 {
    let digits = cursor.rest.prefix(4)
    let word = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, word.allSatisfy(\.isHexDigit), let unit = UInt16(word, radix: 16)
    else { throw cursor.unexpected("four hexadecimal digits") }
    cursor.advance(by: 4)
    return unit
  }
}
