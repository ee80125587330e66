import CZip
import Glibc

/// Writes `.npz` files.
public enum NpzFile {
  /// The bytes of an archive with the arrays, in their order, which `numpy.load` reads.
  ///
  /// The members bear no date, so that the same arrays give the same bytes.
  ///
  /// - Parameter deflated: whether the members are packed; otherwise they are stored.
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` where two arrays have the same name or there is no memory.
  public static func encode(
    _ arrays: [NamedArray], deflated: Bool = false, path: String
  ) throws(FileError) -> [UInt8] {
    guard Set(arrays.map(\.name)).count == arrays.count else {
      throw FileError(path: path, reason: "two arrays of the same name cannot be written")
    }
    // libzip makes no empty archives; this is the end of the directory and nothing before it.
    guard !arrays.isEmpty else {
      return Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18)
    }
    let contents = arrays.map { NpyFile.encode($0.array) }
    guard let writer = ZipWriter() else { throw ZipWriter.failure(path) }
    for (named, content) in zip(arrays, contents) {
      guard writer.add(content, name: named.name + ".npy", deflated: deflated) else {
        throw ZipWriter.failure(path)
      }
    }
    guard let bytes = writer.finish() else { throw ZipWriter.failure(path) }
    return bytes
  }

  /// Makes the arrays the content of the file `path`.
  ///
  /// - Throws: ``FileError`` as ``encode(_:deflated:path:)`` and ``FileContent/write(_:to:)`` do.
  public static func write(
    _ arrays: [NamedArray], deflated: Bool = false, to path: String
  ) throws(FileError) {
    try FileContent.write(encode(arrays, deflated: deflated, path: path), to: path)
  }
}

/// A ZIP archive that grows in memory.
private final class ZipWriter {
  private let source: OpaquePointer
  /// Nil once it is closed.
  private var archive: OpaquePointer?

  static func failure(_ path: String) -> FileError {
    FileError(path: path, reason: "not written: there is no memory to pack the arrays")
  }

  init?() {
    guard let source = zip_source_buffer_create(nil, 0, 0, nil) else { return nil }
    guard let archive = zip_open_from_source(source, ZIP_TRUNCATE, nil) else {
      zip_source_free(source)
      return nil
    }
    // Closing the archive gives its source up; the bytes are read out of it after that.
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
    // libzip reads the bytes when the archive is closed and then frees this copy.
    guard let archive, let copy = malloc(max(bytes.count, 1)) else { return false }
    bytes.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(start: copy, count: $0.count).copyMemory(from: $0)
    }
    guard let content = zip_source_buffer(archive, copy, zip_uint64_t(bytes.count), 1) else {
      free(copy)
      return false
    }
    // An archive takes no control characters in names.
    let index = zip_file_add(archive, name.harmless, content, ZIP_FL_ENC_UTF_8)
    guard index >= 0 else {
      zip_source_free(content)
      return false
    }
    let method = deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE
    let firstDay: zip_uint16_t = 1 << 5 | 1  // 1 January 1980, the earliest that ZIP can say
    return zip_set_file_compression(archive, zip_uint64_t(index), method, 0) == 0
      && zip_file_set_dostime(archive, zip_uint64_t(index), 0, firstDay, 0) == 0
  }

  /// Ends the archive and gives its bytes, nil where packing fails.
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
