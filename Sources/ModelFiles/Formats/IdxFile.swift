import CNNModel

/// The IDX format of the MNIST database: one big-endian array, plain or compressed by gzip.
///
/// Two zero bytes, a byte for the element type, a byte for the rank, a 32-bit extent for every
/// axis, the elements in row-major order. Method: Y. LeCun, C. Cortes, "The MNIST database", its
/// section on file formats.
package enum IdxFile {
  static let codes: [UInt8: ElementType] = [
    0x08: .uint8, 0x09: .int8, 0x0B: .int16, 0x0C: .int32, 0x0D: .float32, 0x0E: .float64,
  ]

  /// The array in the file `path`. Its content, not its name, says whether it is compressed.
  ///
  /// - Throws: ``FileError`` where the file cannot be read, is no IDX file, is truncated, has bytes
  ///   after the elements or decompresses to more than `limit` bytes.
  package static func read(
    _ path: String, limit: Int = FileContent.limit
  ) throws(FileError) -> NumericArray {
    try decode(FileContent.read(path, limit: limit)[...], path: path, limit: limit)
  }

  /// The array that the bytes of an IDX file hold, plain or compressed.
  ///
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` as ``read(_:limit:)`` does. No memory is allocated before the header's
  ///   claims have been checked.
  package static func decode(
    _ bytes: ArraySlice<UInt8>, path: String, limit: Int = FileContent.limit
  ) throws(FileError) -> NumericArray {
    guard bytes.starts(with: GzipFile.magic) else {
      let (layout, start) = try header(bytes, path: path)
      return try layout.array(bytes.dropFirst(start), path: path)
    }
    let longestHeader = 4 + 4 * ArrayLayout.maximumRank
    let beginning = try GzipFile.decompress(bytes, atMost: longestHeader, path: path)
    let (layout, start) = try header(beginning[...], path: path)
    let size = try plausibleSize(of: layout, compressed: bytes.count, limit: limit, path: path)
    let content = try GzipFile.decompress(bytes, atMost: start + size + 1, path: path)
    return try layout.array(content.dropFirst(start), path: path)
  }

  /// The number of bytes that a header declares, checked against the size of the gzip data.
  private static func plausibleSize(
    of layout: ArrayLayout, compressed: Int, limit: Int, path: String
  ) throws(FileError) -> Int {
    guard let size = layout.byteCount, size <= limit, size / GzipFile.largestRatio <= compressed
    else {
      throw FileError(
        path: path,
        reason: "its header declares \(layout.description) numbers, "
          + "more than \(ByteCount(compressed)) of gzip data can hold")
    }
    return size
  }

  /// Whether bytes begin as an IDX file does.
  static func recognizes(_ bytes: ArraySlice<UInt8>) -> Bool {
    let start = Array(bytes.prefix(4))
    return start.count == 4 && start[0] == 0 && start[1] == 0 && codes[start[2]] != nil
      && start[3] <= ArrayLayout.maximumRank
  }

  private static func header(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> (ArrayLayout, start: Int) {
    var rest = ByteCursor(bytes, path: path)
    let magic = try rest.bigEndian(UInt16.self)
    let (code, rank) = try (rest.byte(), Int(rest.byte()))
    guard magic == 0 else {
      throw FileError(
        path: path,
        reason: "an IDX file is expected, which begins with two zero bytes, "
          + "but \(FileKind(of: bytes).found)")
    }
    let elementType = try elementType(code, path: path)
    var extents: [Int] = []
    for _ in 0..<min(rank, ArrayLayout.maximumRank + 1) {
      try extents.append(Int(rest.bigEndian(UInt32.self)))
    }
    let layout = ArrayLayout(extents: extents, elementType: elementType, isBigEndian: true)
    return (layout, bytes.count - rest.remaining.count)
  }

  private static func elementType(_ code: UInt8, path: String) throws(FileError) -> ElementType {
    guard let type = codes[code] else {
      throw FileError(
        path: path,
        reason: "the IDX element types are 8, 9 and 11 to 14, but its header has \(code)")
    }
    return type
  }
}
