import CZlib

/// The state of zlib for one compressed stream, freed with the value.
struct Inflater: ~Copyable {
  /// How the compressed data is framed.
  enum Format {
    /// RFC 1952.
    case gzip
    /// RFC 1950.
    case zlib
  }

  private let path: String
  private let format: Format
  /// zlib keeps the address of its state, so the state must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  init(_ format: Format, path: String) throws(FileError) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    (self.path, self.format) = (path, format)
    self.stream = stream
    let windowBits = format == .gzip ? MAX_WBITS + 16 : MAX_WBITS
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, windowBits, ZLIB_VERSION, size) == Z_OK else {
      throw FileError(path: path, reason: "there is not enough memory to decompress it")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Room for what one step makes, where there are `count` bytes at most.
  static func chunk(for count: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: min(1 << 18, max(count, 1)))
  }

  /// Appends decompressed bytes until there are `count` of them or the member ends.
  ///
  /// - Parameter chunk: room that is used again for every member.
  /// - Returns: the bytes after the member.
  func decompress(
    _ input: ArraySlice<UInt8>, into output: inout [UInt8], atMost count: Int,
    _ chunk: inout [UInt8]
  ) throws(FileError) -> ArraySlice<UInt8> {
    var rest = input
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

  /// The first `count` bytes of a zlib stream, or all where there are fewer.
  static func decompress(
    zlib bytes: ArraySlice<UInt8>, atMost count: Int, path: String
  ) throws(FileError) -> [UInt8] {
    var output: [UInt8] = []
    var chunk = chunk(for: count)
    _ = try Inflater(.zlib, path: path).decompress(bytes, into: &output, atMost: count, &chunk)
    return output
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
    case Z_OK where isCut, Z_BUF_ERROR where isCut: "its \(format) data is truncated"
    default:
      "its \(format) data is corrupt"
        + (stream.pointee.msg.map { " (\(String(cString: $0).harmless))" } ?? "")
    }
  }
}
