extension FileContent {
  /// The largest text file that is read, in bytes.
  package static let textLimit = 1 << 20

  /// The text of a file in UTF-8, without a byte order mark.
  ///
  /// - Parameter what: what the file is, for the sentence: `a lesson`.
  /// - Throws: ``FileError`` as ``read(_:limit:)`` does, and where it is no text in UTF-8.
  package static func text(
    of path: String, _ what: String, limit: Int = textLimit
  ) throws(FileError) -> String {
    let kind = try FileKind(ofFile: path)
    let others: [FileKind.Format] = [
      .npy, .zip, .gzip, .idx, .png, .jpeg, .safetensors, .pytorch, .exported, .keras, .foreign,
    ]
    guard !others.contains(kind.format) else {
      throw kind.refusal(path, expected: "\(what) in UTF-8")
    }
    return try text(read(path, limit: limit), of: path, what)
  }

  /// The text that the bytes of a file hold, without a byte order mark.
  ///
  /// - Throws: ``FileError`` where they are no UTF-8.
  package static func text(
    _ bytes: [UInt8], of path: String, _ what: String
  ) throws(FileError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(path: path, reason: "\(what) is text in UTF-8, but this is not")
    }
    return text.withoutByteOrderMark
  }
}

extension String {
  /// The text without the byte order mark that some editors write before it.
  package var withoutByteOrderMark: String {
    unicodeScalars.first == "\u{FEFF}" ? String(unicodeScalars.dropFirst()) : self
  }
}
