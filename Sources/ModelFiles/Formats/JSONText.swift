/// A value of JSON text (RFC 8259).
enum JSONText {
  case object([(name: String, value: JSONText)])
  case array([JSONText])
  case string(String)
  case integer(Int)
  /// A number, truth or null; nothing that is read here has a use for it.
  case other(String)

  /// The value that the bytes spell, with nothing but white space around it.
  ///
  /// - Throws: ``FileError`` where they are no JSON, are nested more than 16 deep or name a member
  ///   of an object twice.
  static func parse(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) -> JSONText {
    var parser = Parser(text: Array(bytes), path: path)
    let value = try parser.value(depth: 0)
    guard parser.next == nil else { throw parser.unexpected("nothing more") }
    return value
  }
}

private struct Parser {
  let text: [UInt8]
  let path: String
  private var place = 0

  init(text: [UInt8], path: String) {
    self.text = text
    self.path = path
  }

  /// The next character that is no white space, which `place` then stands at.
  var next: UInt8? {
    mutating get {
      while place < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[place]) { place += 1 }
      return place < text.count ? text[place] : nil
    }
  }

  mutating func value(depth: Int) throws(FileError) -> JSONText {
    guard depth < 16 else { throw unexpected("nothing nested so deep") }
    switch next {
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
        throw FileError(path: parser.path, reason: "its header names \(name.quoted) twice")
      }
      guard parser.skip(":") else { throw parser.unexpected("\":\"") }
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
    _ open: Character, _ close: Character,
    _ element: (inout Parser) throws(FileError) -> Void
  ) throws(FileError) {
    _ = skip(open)
    if skip(close) { return }
    repeat { try element(&self) } while skip(",")
    guard skip(close) else { throw unexpected("\",\" or \"\(close)\"") }
  }

  private mutating func string() throws(FileError) -> String {
    guard skip("\"") else { throw unexpected("a text in quotation marks") }
    var units: [UInt8] = []
    while place < text.count, text[place] >= 0x20 {
      let unit = text[place]
      place += 1
      switch unit {
      case UInt8(ascii: "\""):
        guard let string = String(validating: units, as: UTF8.self) else {
          throw unexpected("UTF-8 before this")
        }
        return string
      case UInt8(ascii: "\\"): try units += Array(escape().utf8)
      default: units.append(unit)
      }
    }
    throw unexpected("a closed text")
  }

  private mutating func escape() throws(FileError) -> String {
    let plain: [Character: String] = [
      "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r",
      "t": "\t",
    ]
    guard place < text.count else { throw unexpected("a closed text") }
    let letter = Character(Unicode.Scalar(text[place]))
    place += 1
    if let character = plain[letter] { return character }
    guard letter == "u" else { throw unexpected("a known escape before this") }
    var units = try [codeUnit()]
    if UTF16.isLeadSurrogate(units[0]), text[place...].starts(with: "\\u".utf8) {
      place += 2
      try units.append(codeUnit())
    }
    guard let string = String(validating: units, as: UTF16.self) else {
      throw unexpected("a whole character before this")
    }
    return string
  }

  private mutating func codeUnit() throws(FileError) -> UInt16 {
    let digits = text[place...].prefix(4)
    let word = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, word.allSatisfy(\.isHexDigit), let unit = UInt16(word, radix: 16)
    else { throw unexpected("four digits of a character") }
    place += 4
    return unit
  }

  private mutating func word() throws(FileError) -> JSONText {
    guard next != nil else { throw unexpected("a value") }
    let word = String(
      decoding: text[place...].prefix { !",:]} \n\r\t".utf8.contains($0) }, as: UTF8.self)
    guard ["true", "false", "null"].contains(word) || isNumber(word) else {
      throw unexpected("a value")
    }
    place += word.utf8.count
    return Int(word).map(JSONText.integer) ?? .other(word)
  }

  private func isNumber(_ word: String) -> Bool {
    let digits = word.first == "-" ? word.dropFirst() : word[...]
    let hasLeadingZero = digits.first == "0" && digits.dropFirst().first?.isNumber == true
    return digits.first.map("0123456789".contains) == true && !hasLeadingZero
      && word.allSatisfy { "0123456789+-.eE".contains($0) } && Double(word) != nil
  }

  private mutating func skip(_ character: Character) -> Bool {
    guard let next, next == character.asciiValue else { return false }
    place += 1
    return true
  }

  mutating func unexpected(_ expected: String) -> FileError {
    let found = next == nil ? "" : String(decoding: text[place...].prefix(12), as: UTF8.self)
    return FileError(
      path: path,
      reason: "its header should have \(expected) at character \(place + 1), "
        + "but has \(next == nil ? "its end" : found.quoted)")
  }
}
