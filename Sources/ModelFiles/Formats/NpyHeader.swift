/// The header of a `.npy` file: a Python dictionary in text with exactly the keys `descr`,
/// `fortran_order` and `shape`.
///
/// Method: NEP 1, "A Simple File Format for NumPy Arrays". Only what `numpy.save` can write for
/// real numbers is taken; pickled objects are never looked into.
struct NpyHeader {
  private let path: String
  private let text: [UInt8]
  private var place = 0
  private var type: (elementType: ElementType, isBigEndian: Bool)?
  private var isColumnMajor: Bool?
  private var extents: [Int]?

  /// The layout that a header's text describes.
  ///
  /// - Throws: ``FileError`` with what was expected and what was found.
  static func layout(_ text: ArraySlice<UInt8>, path: String) throws(FileError) -> ArrayLayout {
    var header = NpyHeader(path: path, text: Array(text))
    return try header.dictionary()
  }

  private init(path: String, text: [UInt8]) {
    self.path = path
    self.text = text
  }

  private mutating func dictionary() throws(FileError) -> ArrayLayout {
    try expect("{")
    while !skip("}") {
      let key = try string()
      try expect(":")
      try value(of: key)
      guard skip(",") || next == UInt8(ascii: "}") else { throw unexpected("\",\" or \"}\"") }
    }
    guard next == nil else { throw unexpected("nothing more") }
    guard let type else { throw missing("descr") }
    guard let isColumnMajor else { throw missing("fortran_order") }
    guard let extents else { throw missing("shape") }
    return ArrayLayout(
      extents: extents, elementType: type.elementType, isBigEndian: type.isBigEndian,
      isColumnMajor: isColumnMajor)
  }

  private mutating func value(of key: String) throws(FileError) {
    switch key {
    case "descr" where type == nil:
      guard next != UInt8(ascii: "["), next != UInt8(ascii: "(") else {
        throw refused("its elements are records of several fields, but plain numbers are expected")
      }
      type = try elementType(string())
    case "fortran_order" where isColumnMajor == nil: isColumnMajor = try truth()
    case "shape" where extents == nil: extents = try tuple()
    case "descr", "fortran_order", "shape": throw refused("its header has \(key) twice")
    default:
      throw refused(
        "its header has the key \(key.quoted), but only descr, fortran_order and shape are known")
    }
  }

  private func elementType(_ code: String) throws(FileError) -> (ElementType, Bool) {
    let isOrdered = code.first.map("<>=|".contains) == true
    let name = isOrdered ? String(code.dropFirst()) : code
    guard let elementType = NpyFile.elementType(code: name) else {
      let found =
        switch name.first {
        case "O": "pickled Python objects"
        case "c": "complex numbers"
        case "S", "U", "a": "text"
        case "M", "m": "dates or times"
        case "V": "records or raw bytes"
        default: "of the unknown type \(code.quoted)"
        }
      throw refused("its elements are \(found), but real numbers are expected")
    }
    return (elementType, code.first == ">")
  }

  // MARK: - Words

  private mutating func string() throws(FileError) -> String {
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw unexpected("a text in quotation marks")
    }
    let start = place + 1
    guard let end = text[start...].firstIndex(of: quote) else { throw unexpected("a closed text") }
    place = end + 1
    return String(decoding: text[start..<end], as: UTF8.self)
  }

  private mutating func truth() throws(FileError) -> Bool {
    if skip("True") { return true }
    if skip("False") { return false }
    throw unexpected("True or False")
  }

  private mutating func tuple() throws(FileError) -> [Int] {
    try expect("(")
    var numbers: [Int] = []
    while !skip(")") {
      try numbers.append(extent())
      if skip(",") { continue }
      guard next == UInt8(ascii: ")") else { throw unexpected("\",\" or \")\"") }
      guard numbers.count > 1 else { throw unexpected("\",\" after the only extent of the shape") }
    }
    return numbers
  }

  private mutating func extent() throws(FileError) -> Int {
    guard next != UInt8(ascii: "-") else { throw refused("its shape has a negative extent") }
    let digits = text[place...].prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0") else {
      throw unexpected("a whole number without a leading 0")
    }
    let word = String(decoding: digits, as: UTF8.self)
    guard let number = Int(word) else {
      throw refused("its shape has the extent \(word.quoted), which no machine could hold")
    }
    place = digits.endIndex
    _ = skip("L")  // Python 2 wrote long integers so.
    return number
  }

  // MARK: - Characters

  /// The next character that is no space, which `place` then stands at.
  private var next: UInt8? {
    mutating get {
      while place < text.count, [0x20, 0x0A, 0x0D, 0x09].contains(text[place]) { place += 1 }
      return place < text.count ? text[place] : nil
    }
  }

  private mutating func skip(_ word: String) -> Bool {
    guard next != nil, text[place...].starts(with: word.utf8) else { return false }
    place += word.utf8.count
    return true
  }

  private mutating func expect(_ word: String) throws(FileError) {
    guard skip(word) else { throw unexpected("\"\(word)\"") }
  }

  private mutating func unexpected(_ expected: String) -> FileError {
    let found = next == nil ? "its end" : String(decoding: text[place...].prefix(12), as: UTF8.self)
    return refused(
      "its header should have \(expected) at character \(place + 1), "
        + "but has \(next == nil ? found : found.quoted)")
  }

  private func missing(_ key: String) -> FileError { refused("its header has no \(key)") }

  private func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }
}
