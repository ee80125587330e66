/// The text of a file's header, read from front to back.
struct HeaderCursor {
  private let text: [UInt8]
  private let path: String
  private var place = 0

  init(_ text: ArraySlice<UInt8>, path: String) {
    self.text = Array(text)
    self.path = path
  }

  /// What has not been read.
  var rest: ArraySlice<UInt8> { text[place...] }

  /// The next character that is not white space, to which the cursor moves; nil at the end.
  var next: UInt8? {
    mutating get {
      while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        place += 1
      }
      return current
    }
  }

  /// The character at the cursor; nil at the end.
  var current: UInt8? { place < text.count ? text[place] : nil }

  /// Goes over bytes of ``rest``.
  mutating func advance(by count: Int) { place += count }

  /// Goes over a word, if it comes next.
  mutating func skip(_ word: String) -> Bool {
    guard let first = next, first == word.utf8.first, rest.starts(with: word.utf8) else {
      return false
    }
    place += word.utf8.count
    return true
  }

  /// - Throws: ``FileError`` where the word does not come next.
  mutating func expect(_ word: String) throws(FileError) {
    guard skip(word) else { throw unexpected("\"\(word)\"") }
  }

  /// The error that something else than `expected` comes next.
  mutating func unexpected(_ expected: String) -> FileError {
    let found =
      next == nil
      ? "it ends there" : "has \(String(decoding: rest.prefix(12), as: UTF8.self).quoted)"
    return refused("its header should have \(expected) at character \(place + 1), but \(found)")
  }

  func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }
}
