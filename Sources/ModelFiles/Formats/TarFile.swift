/// The tar format: the regular files of an archive, in its order. Nothing is written to a disk, so a
/// member's name leads nowhere.
///
/// Method: POSIX.1-1988 (ustar), blocks of 512 bytes.
enum TarFile {
  struct Member {
    let name: String
    let content: ArraySlice<UInt8>

    /// The name without its folders.
    var file: String { name.split(separator: "/").last.map(String.init) ?? name }
  }

  private static let blockSize = 512
  /// Where a header's fields are.
  private enum Field {
    static let name = 0..<100
    static let size = 124..<136
    static let checksum = 148..<156
    static let type = 156
  }

  /// Whether bytes begin as an archive does: with a header whose checksum is right.
  static func recognizes(_ bytes: ArraySlice<UInt8>) -> Bool {
    let header = bytes.prefix(blockSize)
    guard header.count == blockSize, let sum = number(header, Field.checksum) else { return false }
    return sum == checksum(header)
  }

  /// The regular files.
  ///
  /// - Throws: ``FileError`` where a header is damaged or a file is truncated.
  static func members(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) -> [Member] {
    var (members, rest): ([Member], ByteCursor) = ([], ByteCursor(bytes, path: path))
    while rest.remaining.count >= blockSize {
      let header = try rest.bytes(blockSize, of: "a header")
      if header.allSatisfy({ $0 == 0 }) { break }
      guard recognizes(header), let size = number(header, Field.size) else {
        throw FileError(
          path: path,
          reason: "the header behind \(members.count) files of this tar archive is corrupt")
      }
      let name = text(header, Field.name)
      let content = try rest.bytes(size, of: name.quoted)
      let padding = min(rest.remaining.count, (blockSize - size % blockSize) % blockSize)
      _ = try rest.bytes(padding, of: "padding")
      let isRegular = [0, UInt8(ascii: "0")].contains(header[header.startIndex + Field.type])
      if isRegular { members.append(Member(name: name, content: content)) }
    }
    return members
  }

  /// The sum of the header's bytes, with blanks for the sum itself.
  private static func checksum(_ header: ArraySlice<UInt8>) -> Int {
    let all = header.reduce(0) { $0 + Int($1) }
    let own = field(header, Field.checksum).reduce(0) { $0 + Int($1) }
    return all - own + Field.checksum.count * Int(UInt8(ascii: " "))
  }

  /// The octal number of a field; nil where it is none or too large.
  private static func number(_ header: ArraySlice<UInt8>, _ range: Range<Int>) -> Int? {
    Int(text(header, range).trimmingBlanks, radix: 8).flatMap { $0 < 0 ? nil : $0 }
  }

  private static func text(_ header: ArraySlice<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: field(header, range).prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func field(
    _ header: ArraySlice<UInt8>, _ range: Range<Int>
  ) -> ArraySlice<UInt8> {
    header[header.startIndex + range.lowerBound..<header.startIndex + range.upperBound]
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmingBlanks: Substring {
    let start = drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...last]
  }
}
