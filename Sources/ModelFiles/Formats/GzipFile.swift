/// Content compressed by gzip (RFC 1952).
enum GzipFile {
  static let magic: [UInt8] = [0x1F, 0x8B]

  /// The highest compression ratio of Deflate; a larger claim is false.
  static let largestRatio = 1032

  /// The first `count` decompressed bytes, or all where there are fewer.
  ///
  /// Where they are all, the checksum has been compared. Several gzip members in a row count as
  /// one, as in gzip.
  ///
  /// - Throws: ``FileError`` where the gzip data is corrupt or truncated before that.
  static func decompress(
    _ bytes: ArraySlice<UInt8>, atMost count: Int, path: String
  ) throws(FileError) -> [UInt8] {
    var output: [UInt8] = []
    var rest = bytes
    repeat {
      guard rest.starts(with: magic) else {
        throw FileError(
          path: path,
          reason: "unexpected data after the gzip stream (\(ByteCount(rest.count)))")
      }
      let stream = try Inflater(.gzip, path: path)
      rest = try stream.decompress(rest, into: &output, atMost: count)
    } while !rest.isEmpty && output.count < count
    return output
  }
}
