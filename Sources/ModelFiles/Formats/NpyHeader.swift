import CNNModel

/// The header of a `.npy` file: a Python dictionary in text with exactly the keys `descr`,
/// `fortran_order` and `shape`.
///
/// Method: NEP 1, "A Simple File Format for NumPy Arrays". Only what `numpy.save` can write for
/// real numbers is accepted; pickled objects are never decoded.
struct NpyHeader {
  private var cursor: HeaderCursor
  private var type: (elementType: ElementType, isBigEndian: Bool)?
  private var isColumnMajor: Bool?
  private var extents: [Int]?

  /// The layout that a header's text describes.
  ///
  /// - Throws: ``FileError`` with what was expected and what was found.
  static func layout(_ text: ArraySlice<UInt8>, path: String) throws(FileError) -> ArrayLayout {
    var header = NpyHeader(cursor: HeaderCursor(text, path: path))
    try header.readDictionary()
    return try header.layout()
  }

  private init(cursor: HeaderCursor) { self.cursor = cursor }

  private mutating func readDictionary() throws(FileError) {
    try cursor.expect("{")
    while !cursor.skip("}") {
      let key = try string()
      try cursor.expect(":")
      try readValue(of: key)
      guard cursor.skip(",") || cursor.next == UInt8(ascii: "}") else {
        throw cursor.unexpected("\",\" or \"}\"")
      }
    }
    guard cursor.next == nil else { throw cursor.unexpected("nothing more") }
  }

  private func layout() throws(FileError) -> ArrayLayout {
    guard let type else { throw missing("descr") }
    guard let isColumnMajor else { throw missing("fortran_order") }
    guard let extents else { throw missing("shape") }
    return ArrayLayout(
      extents: extents, elementType: type.elementType, isBigEndian: type.isBigEndian,
      isColumnMajor: isColumnMajor)
  }

  private func missing(_ key: String) -> FileError { cursor.refused("its header has no \(key)") }

  private mutating func readValue(of key: String) throws(FileError) {
    switch key {
    case "descr" where type == nil: type = try elementType()
    case "fortran_order" where isColumnMajor == nil: isColumnMajor = try boolean()
    case "shape" where extents == nil: extents = try tuple()
    case "descr", "fortran_order", "shape":
      throw cursor.refused("its header has \(key) twice")
    default:
      throw cursor.refused(
        "its header has the key \(key.quoted), but only descr, fortran_order and shape are allowed")
    }
  }

  private mutating func elementType() throws(FileError) -> (ElementType, Bool) {
    guard cursor.next != UInt8(ascii: "["), cursor.next != UInt8(ascii: "(") else {
      throw cursor.refused("its elements are structured records, but plain numbers are expected")
    }
    let code = try string()
    let isOrdered = code.first.map("<>=|".contains) == true
    let name = isOrdered ? String(code.dropFirst()) : code
    guard let elementType = NpyFile.elementType(code: name) else {
      throw cursor.refused(
        "its elements are \(Self.content(ofType: name) ?? "of the unknown type \(code.quoted)"), "
          + "but real numbers are expected")
    }
    return (elementType, code.first == ">")
  }

  /// What an array of a type of NumPy that is no real number holds.
  private static func content(ofType name: String) -> String? {
    switch name.first {
    case "O": "pickled Python objects"
    case "c": "complex numbers"
    case "S", "U", "a": "text"
    case "M", "m": "dates or times"
    case "V": "records or raw bytes"
    default: nil
    }
  }
}

// MARK: Words

extension NpyHeader {
  private mutating func string() throws(FileError) -> String {
    guard let quote = cursor.next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw cursor.unexpected("a quoted string")
    }
    let content = cursor.rest.dropFirst().prefix { $0 != quote }
    guard content.count + 1 < cursor.rest.count else {
      throw cursor.unexpected("a closing quotation mark")
    }
    cursor.advance(by: content.count + 2)
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func boolean() throws(FileError) -> Bool {
    if cursor.skip("True") { return true }
    if cursor.skip("False") { return false }
    throw cursor.unexpected("True or False")
  }

  private mutating func tuple() throws(FileError) -> [Int] {
    try cursor.expect("(")
    var numbers: [Int] = []
    while !cursor.skip(")") {
      try numbers.append(extent())
      if cursor.skip(",") { continue }
      guard cursor.next == UInt8(ascii: ")") else { throw cursor.unexpected("\",\" or \")\"") }
      guard numbers.count > 1 else {
        throw cursor.unexpected("\",\" after the only extent of the shape")
      }
    }
    return numbers
  }

  private mutating func extent() throws(FileError) -> Int {
    guard cursor.next != UInt8(ascii: "-") else {
      throw cursor.refused("its shape has a negative extent")
    }
    let digits = cursor.rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0") else {
      throw cursor.unexpected("an integer without a leading 0")
    }
    let word = String(decoding: digits, as: UTF8.self)
    guard let number = Int(word) else {
      throw cursor.refused("its shape has the extent \(word.quoted), which is too large")
    }
    cursor.advance(by: digits.count)
    _ = cursor.skip("L")  // Python 2 wrote long integers with this suffix.
    return number
  }
}
