/// Whole files as bytes: read up to a limit, written atomically.
public enum FileContent {
  /// The default size limit of a file, in bytes: a quarter of the memory, because reading a file
  /// takes up to four times its size.
  public static let limit = MemorySize.available / 4

  /// The bytes of a file or pipe.
  ///
  /// Folders and devices are refused, and a pipe without a writer counts as empty, so that reading
  /// always ends. A pipe that was read before has the bytes that it had then. A file that is read
  /// is one of the ``SourceFiles``.
  ///
  /// - Throws: ``FileError`` where there is no such file, it may not be read, or it holds more
  ///   than `limit` bytes.
  public static func read(_ path: String, limit: Int = limit) throws(FileError) -> [UInt8] {
    let file = try OpenFile(reading: path)
    guard file.size <= limit else { throw tooLarge(path, limit) }
    guard !file.isPipe else { return try readPipe(file, path, limit) }
    SourceFiles.add(path)
    let bytes = try file.bytes(atMost: limit + 1)
    guard bytes.count <= limit else { throw tooLarge(path, limit) }
    return bytes
  }

  private static func readPipe(
    _ file: consuming OpenFile, _ path: String, _ limit: Int
  ) throws(FileError) -> [UInt8] {
    let identity = file.identity
    let bytes = try PipeContents.bytes(of: file, atMost: limit + 1)
    guard bytes.count <= limit else {
      PipeContents.forget(identity)
      throw tooLarge(path, limit)
    }
    return bytes
  }

  /// The first bytes of a file, at most `count` of them.
  ///
  /// - Throws: ``FileError`` as ``read(_:limit:)`` does.
  package static func start(of path: String, count: Int) throws(FileError) -> [UInt8] {
    let file = try OpenFile(reading: path)
    if file.isPipe { return try PipeContents.bytes(of: file, atMost: count) }
    return try file.bytes(atMost: count)
  }

  /// Whether there is a file, folder or device of this name.
  public static func exists(_ path: String) -> Bool { FileStatus(path) != nil }

  /// Whether there is a folder of this name.
  package static func isFolder(_ path: String) -> Bool { FileStatus(path)?.isFolder == true }

  /// Makes `bytes` the content of the file `path`.
  ///
  /// They go into a new file beside it that is then renamed, so that after a failure `path` still
  /// has its former content. Links are followed, the permissions of an existing file are kept, and
  /// devices and pipes are written to directly.
  ///
  /// - Throws: ``FileError`` where the folder or the file may not be written or the disk is full.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    guard let status = FileStatus(path) else {
      let target = FileStatus.missingTarget(of: path)
      return try replace(target, with: bytes, permissions: nil, namedByUser: path)
    }
    guard !status.isFolder else {
      throw FileError(path: path, reason: "this is a folder, so no file can be written there")
    }
    guard status.isRegular, FileStatus.ownDescriptor(path) == nil else {
      var device = try OpenFile(writing: path)
      try device.write(bytes)
      return try device.close()
    }
    let target = try FileStatus.writableTarget(of: path)
    try replace(target, with: bytes, permissions: status.permissions, namedByUser: path)
  }

  /// Checks whether ``write(_:to:)`` could create the file, as far as that can be known in advance.
  ///
  /// - Throws: ``FileError`` where it could not.
  public static func checkWritable(_ path: String) throws(FileError) {
    let status = FileStatus(path)
    guard status?.isFolder != true else {
      throw FileError(path: path, reason: "this is a folder, so no file can be written there")
    }
    guard status?.isRegular != false, FileStatus.ownDescriptor(path) == nil else { return }
    let target =
      status == nil ? FileStatus.missingTarget(of: path) : try FileStatus.writableTarget(of: path)
    let file = try OpenFile(beside: target, namedByUser: path)
    file.remove()
  }

  private static func replace(
    _ target: String, with bytes: [UInt8], permissions: UInt32?, namedByUser path: String
  ) throws(FileError) {
    var file = try OpenFile(beside: target, namedByUser: path)
    do throws(FileError) {
      if let permissions { try file.setPermissions(permissions) }
      try file.write(bytes)
      try file.synchronize()
      try file.close()
      try file.rename(to: target)
    } catch {
      file.remove()
      throw error
    }
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> FileError {
    FileError(
      path: path,
      reason: "the file is larger than the limit of \(ByteCount(limit))"
        + (limit == Self.limit ? " (a quarter of the memory)" : ""))
  }
}

/// A number of bytes in words: `48 bytes`, `512 MB` (units of 1024).
package struct ByteCount: CustomStringConvertible {
  private let count: Int

  package init(_ count: Int) { self.count = count }

  package var description: String {
    switch count {
    case 1: "1 byte"
    case ..<(10 << 10): "\(count) bytes"
    case ..<(10 << 20): "\(count >> 10) kB"
    default: "\(count >> 20) MB"
    }
  }

  /// In whole kilobytes or megabytes, rounded up.
  package var rounded: String {
    count < 10 << 20 ? "\((count + 1023) >> 10) kB" : "\((count + 1_048_575) >> 20) MB"
  }
}
