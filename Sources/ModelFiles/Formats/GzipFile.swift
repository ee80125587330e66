import CZlib

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
      let stream = try Inflater(path: path)
      rest = try stream.decompress(rest, into: &output, atMost: count)
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

/// The state of zlib for one gzip member, freed with the value.
private struct Inflater: ~Copyable {
  private let path: String
  /// zlib keeps the address of its state, so the state must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  init(path: String) throws(FileError) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    self.path = path
    self.stream = stream
    let gzipOnly = MAX_WBITS + 16
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, gzipOnly, ZLIB_VERSION, size) == Z_OK else {
      throw FileError(path: path, reason: "there is not enough memory to decompress it")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Appends decompressed bytes until there are `count` of them or the member ends.
  ///
  /// - Returns: the bytes after the member.
  func decompress(
    _ input: ArraySlice<UInt8>, into output: inout [UInt8], atMost count: Int
  ) throws(FileError) -> ArraySlice<UInt8> {
    var rest = input
    var chunk = [UInt8](repeating: 0, count: min(1 << 18, max(count, 1)))
    while output.count < count {
      let wanted = min(chunk.count, count - output.count)
      let (status, taken, made) = step(rest, &chunk, wanted)
      rest = rest.dropFirst(taken)
      output.append(contentsOf: chunk[..<made])
      if status == Z_STREAM_END { return rest }
      guard status == Z_OK, taken > 0 || made > 0 else {
        throw FileError(path: path, reason: reason(status, isCut: rest.isEmpty))
      }
    }
    return rest
  }

  private func step(
    _ input: ArraySlice<UInt8>, _ chunk: inout [UInt8], _ wanted: Int
  ) -> (status: Int32, taken: Int, made: Int) {
    input.withUnsafeBytes { input in
      chunk.withUnsafeMutableBytes { output in
        let available = min(input.count, Int(UInt32.max))
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(wanted)
        let status = inflate(stream, Z_NO_FLUSH)
        return (
          status, available - Int(stream.pointee.avail_in), wanted - Int(stream.pointee.avail_out)
        )
      }
    }
  }

  private func reason(_ status: Int32, isCut: Bool) -> String {
    switch status {
    case Z_MEM_ERROR: "there is not enough memory to decompress it"
    case Z_OK where isCut, Z_BUF_ERROR where isCut: "its gzip data is truncated"
    default:
      "its gzip data is corrupt"
        + (stream.pointee.msg.map { " (\(String(cString: $0).harmless))" } ?? "")
    }
  }
}
