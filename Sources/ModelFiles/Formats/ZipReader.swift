import CZip
import Glibc

/// A ZIP archive open for reading, closed with its last reference.
final class ZipReader {
  /// What the archive's directory says about one member. None of it has been verified.
  struct Member {
    let index: Int
    let name: String
    let size: Int
    let compressedSize: Int
    let method: Int
    let isEncrypted: Bool
  }

  private let path: String
  private let archive: OpaquePointer

  /// - Parameter isSource: whether the file becomes one of the ``SourceFiles``.
  init(_ path: String, asSource isSource: Bool = true) throws(FileError) {
    self.path = path
    var file = try OpenFile(reading: path)
    guard !file.isPipe else {
      archive = try Self.archive(of: try FileContent.read(path), path)
      return
    }
    if isSource { SourceFiles.add(path) }
    guard file.size > 0 else { throw FileKind(of: []).refusal(path, expected: "a ZIP archive") }
    var code: Int32 = 0
    guard let archive = zip_fdopen(file.descriptor, 0, &code) else {
      throw Self.failure(path, code, "this is not a complete ZIP archive")
    }
    file.relinquish()  // libzip closes it with the archive.
    self.archive = archive
  }

  deinit { zip_discard(archive) }

  /// An archive whose bytes are in memory, as those of a pipe.
  private static func archive(of bytes: [UInt8], _ path: String) throws(FileError) -> OpaquePointer
  {
    guard !bytes.isEmpty else { throw FileKind(of: []).refusal(path, expected: "a ZIP archive") }
    guard let copy = malloc(bytes.count) else { throw failure(path, ZIP_ER_MEMORY, "") }
    UnsafeMutableRawBufferPointer(start: copy, count: bytes.count).copyBytes(from: bytes)
    var error = zip_error_t()
    guard let source = zip_source_buffer_create(copy, zip_uint64_t(bytes.count), 1, &error) else {
      free(copy)
      throw failure(path, zip_error_code_zip(&error), "there is not enough memory to read it")
    }
    guard let archive = zip_open_from_source(source, 0, &error) else {
      zip_source_free(source)
      throw failure(path, zip_error_code_zip(&error), "this is not a complete ZIP archive")
    }
    return archive
  }

  func members() throws(FileError) -> [Member] {
    var members: [Member] = []
    for index in 0..<Int(zip_get_num_entries(archive, 0)) {
      var status = zip_stat_t()
      guard zip_stat_index(archive, zip_uint64_t(index), 0, &status) == 0, let name = status.name,
        let size = Int(exactly: status.size), let compressedSize = Int(exactly: status.comp_size)
      else { throw FileError(path: path, reason: "the archive's directory is corrupt") }
      members.append(
        Member(
          index: index, name: String(cString: name), size: size, compressedSize: compressedSize,
          method: Int(status.comp_method), isEncrypted: status.encryption_method != ZIP_EM_NONE))
    }
    return members
  }

  /// The decompressed bytes of a member, exactly as many as its directory says, with the checksum
  /// compared.
  ///
  /// - Parameter path: what the error calls the member.
  func bytes(of member: Member, path: String) throws(FileError) -> [UInt8] {
    guard let file = zip_fopen_index(archive, zip_uint64_t(member.index), 0) else {
      throw Self.failure(path, zip_error_code_zip(zip_get_error(archive)), "the member is damaged")
    }
    defer { zip_fclose(file) }
    guard let bytes = Self.content(of: file, count: member.size) else {
      throw Self.failure(
        path, zip_error_code_zip(zip_file_get_error(file)),
        "its size is not the one in the archive's directory")
    }
    return bytes
  }

  /// The decompressed bytes of an open member, nil where there are not exactly `size` of them.
  private static func content(of file: OpaquePointer, count size: Int) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { memory, count in
      while count < size {
        let rest = UnsafeMutableBufferPointer(rebasing: memory[count...])
        guard let start = rest.baseAddress else { return }
        let got = zip_fread(file, start, zip_uint64_t(rest.count))
        guard got > 0 else { return }
        count += Int(got)
      }
    }
    var beyond: UInt8 = 0
    return bytes.count == size && zip_fread(file, &beyond, 1) == 0 ? bytes : nil
  }

  private static func failure(_ path: String, _ code: Int32, _ otherwise: String) -> FileError {
    let reason =
      switch code {
      case ZIP_ER_NOZIP: "this is not a complete ZIP archive"
      case ZIP_ER_INCONS: "this ZIP archive is corrupt or uses an unsupported feature"
      case ZIP_ER_CRC: "its content does not match its checksum"
      case ZIP_ER_ZLIB, ZIP_ER_COMPRESSED_DATA: "its compressed data is corrupt"
      case ZIP_ER_EOF: "its content is truncated"
      case ZIP_ER_MEMORY: "there is not enough memory to decompress it"
      default: otherwise
      }
    return FileError(path: path, reason: reason)
  }
}
