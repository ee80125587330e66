import CZip
import Glibc

/// A ZIP archive being written in memory.
final class ZipWriter {
  private let source: OpaquePointer
  /// Nil once it is closed.
  private var archive: OpaquePointer?

  init?() {
    guard let source = zip_source_buffer_create(nil, 0, 0, nil) else { return nil }
    guard let archive = zip_open_from_source(source, ZIP_TRUNCATE, nil) else {
      zip_source_free(source)
      return nil
    }
    // Closing the archive releases its source, from which the bytes are read after that.
    zip_source_keep(source)
    self.source = source
    self.archive = archive
  }

  deinit {
    if let archive { zip_discard(archive) }
    zip_source_free(source)
  }

  /// Adds a member with a copy of the bytes; false where that fails.
  func add(_ bytes: [UInt8], name: String, deflated: Bool) -> Bool {
    guard let archive, let content = Self.source(bytes, for: archive) else { return false }
    // Archives allow no control characters in names.
    let index = zip_file_add(archive, name.harmless, content, ZIP_FL_ENC_UTF_8)
    guard index >= 0 else {
      zip_source_free(content)
      return false
    }
    let method = deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE
    let firstDay: zip_uint16_t = 1 << 5 | 1  // 1 January 1980, the earliest date of ZIP
    return zip_set_file_compression(archive, zip_uint64_t(index), method, 0) == 0
      && zip_file_set_dostime(archive, zip_uint64_t(index), 0, firstDay, 0) == 0
  }

  /// A copy of the bytes that libzip reads when the archive is closed, and then frees.
  private static func source(_ bytes: [UInt8], for archive: OpaquePointer) -> OpaquePointer? {
    guard let copy = malloc(max(bytes.count, 1)) else { return nil }
    bytes.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(start: copy, count: $0.count).copyMemory(from: $0)
    }
    guard let source = zip_source_buffer(archive, copy, zip_uint64_t(bytes.count), 1) else {
      free(copy)
      return nil
    }
    return source
  }

  /// Finishes the archive.
  ///
  /// - Returns: its bytes, nil where compression fails.
  func finish() -> [UInt8]? {
    guard let archive, zip_close(archive) == 0 else { return nil }
    self.archive = nil
    return content()
  }

  private func content() -> [UInt8]? {
    var status = zip_stat_t()
    guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else { return nil }
    defer { zip_source_close(source) }
    let size = Int(status.size)
    var bytes = [UInt8](repeating: 0, count: size)
    var count = 0
    while count < size {
      let got = bytes[count...].withUnsafeMutableBytes { rest in
        rest.baseAddress.map { zip_source_read(source, $0, zip_uint64_t(rest.count)) } ?? 0
      }
      guard got > 0 else { return nil }
      count += Int(got)
    }
    return bytes
  }
}
