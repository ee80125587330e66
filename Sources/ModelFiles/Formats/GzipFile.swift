/// Content compressed by gzip (RFC 1952).
enum GzipFile {
  static let magic: [UInt8] = [0x1F, 0x8B]

  /// The highest compression ratio of Deflate; a larger claim is false.
  static let largestRatio = 1032

  /// The most bytes that content may decompress to with a ratio above 100.
  private static let implausibleSize = 256 << 20

  /// Whether compressed bytes may become so many.
  static func isPlausible(_ size: Int, from compressed: Int) -> Bool {
    size / largestRatio <= compressed && (size <= implausibleSize || size / 100 <= compressed)
  }

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
    var chunk = Inflater.chunk(for: count)
    repeat {
      guard rest.starts(with: magic) else {
        throw FileError(
          path: path,
          reason: "unexpected data after the gzip stream (\(ByteCount(rest.count)))")
      }
      let stream = try Inflater(.gzip, path: path)
      rest = try stream.decompress(rest, into: &output, atMost: count, &chunk)
    } while !rest.isEmpty && output.count < count
    return output
  }
}

extension GzipFile {
  /// The first decompressed bytes, by the first ones of a file.
  ///
  /// - Throws: ``FileError`` where they are corrupt.
  static func start(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) -> [UInt8] {
    try decompress(bytes, atMost: 512, path: path)
  }

  /// The bytes of a file that is compressed or not.
  ///
  /// - Throws: ``FileError`` as ``decompressAll(_:limit:path:)`` does.
  static func plain(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> ArraySlice<UInt8> {
    bytes.starts(with: magic) ? try decompressAll(bytes, path: path)[...] : bytes
  }

  /// All decompressed bytes of a file of text or bytes without a header that says how many there are.
  ///
  /// - Throws: ``FileError`` where the data is corrupt, or is more than a hundred times as large as
  ///   the file and than 64 MB, or than `limit`.
  static func decompressAll(
    _ bytes: ArraySlice<UInt8>, limit: Int = FileContent.limit, path: String
  ) throws(FileError) -> [UInt8] {
    let plausible = min(limit, max(64 << 20, bytes.count * 100))
    let content = try decompress(bytes, atMost: plausible + 1, path: path)
    guard content.count <= plausible else {
      throw FileError(
        path: path,
        reason: "\(ByteCount(bytes.count)) of gzip data decompress to more than the limit of "
          + "\(ByteCount(plausible))")
    }
    return content
  }
}
