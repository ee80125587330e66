/// Bytes that are read in order.
struct ByteCursor {
  /// What has not been read.
  private(set) var remaining: ArraySlice<UInt8>
  private let path: String

  init(_ bytes: ArraySlice<UInt8>, path: String) {
    remaining = bytes
    self.path = path
  }

  /// The next bytes.
  ///
  /// - Parameter part: what they are, for the sentence.
  /// - Throws: ``FileError`` where there are not as many.
  mutating func bytes(_ count: Int, of part: String) throws(FileError) -> ArraySlice<UInt8> {
    guard count <= remaining.count else {
      throw FileError(
        path: path,
        reason: "the file is truncated: \(part) takes \(ByteCount(count)), "
          + "but only \(remaining.count) are left")
    }
    defer { remaining = remaining.dropFirst(count) }
    return remaining.prefix(count)
  }

  /// The error that what was read is not supported.
  func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }

  mutating func byte() throws(FileError) -> UInt8 { try littleEndian(UInt8.self) }

  /// The next little-endian integer.
  mutating func littleEndian<N: FixedWidthInteger>(_: N.Type) throws(FileError) -> N {
    try number(N.bitWidth / 8).reversed().reduce(0) { $0 << 8 | N($1) }
  }

  /// The next little-endian integer of so many bytes, at most eight.
  ///
  /// - Parameter part: what it is, for the sentence.
  mutating func littleEndian(bytes count: Int, of part: String) throws(FileError) -> UInt64 {
    try bytes(count, of: part).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The next big-endian integer.
  mutating func bigEndian<N: FixedWidthInteger>(_: N.Type) throws(FileError) -> N {
    try number(N.bitWidth / 8).reduce(0) { $0 << 8 | N($1) }
  }

  private mutating func number(_ count: Int) throws(FileError) -> ArraySlice<UInt8> {
    guard count <= remaining.count else {
      throw FileError(path: path, reason: "the file is truncated in its header")
    }
    return try bytes(count, of: "the header")
  }
}
