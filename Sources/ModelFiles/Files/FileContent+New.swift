import Glibc

extension FileContent {
  /// Makes `bytes` the content of the file `path`, which must not exist yet unless `replacing`.
  ///
  /// - Throws: ``FileError`` as ``write(_:to:)`` and ``checkReplaceable(_:by:replacing:)`` do.
  public static func writeNew(
    _ bytes: [UInt8], to path: String, as writing: Writing, replacing: Bool
  ) throws(FileError) {
    try checkReplaceable(path, by: writing, replacing: replacing)
    try write(bytes, to: path)
  }

  /// Opens a text that grows line by line. A file has its first line from the beginning, in the
  /// place of what was there before; a device or a pipe gets nothing yet.
  ///
  /// - Returns: a descriptor that appends to it, and whether the first line is there.
  /// - Throws: ``FileError`` as ``write(_:to:)`` does; an earlier file is unchanged then.
  package static func begin(
    _ line: String, at path: String
  ) throws(FileError) -> (descriptor: Int32, hasLine: Bool) {
    if FileStatus(path) != nil, fileStatus(path) == nil {
      var device = try OpenFile(writing: path)
      defer { device.relinquish() }
      return (device.descriptor, false)
    }
    try write(Array((line + "\n").utf8), to: path)
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFailure.last(path, doing: "not written") }
    return (descriptor, true)
  }

  /// Checks that there is nothing in a file `path` yet. What is open already, such as
  /// `/dev/stdout`, is not asked: a shell that redirects output has made the file.
  ///
  /// - Throws: ``FileError`` where there is a file that is not empty.
  public static func refuseExisting(_ path: String) throws(FileError) {
    guard let status = fileStatus(path), status.size > 0 else { return }
    throw FileError(path: path, reason: "the file already exists; --over replaces it")
  }

  /// Checks, before work begins, that something may be written to `path`.
  ///
  /// - Throws: ``FileError`` where the file exists and is not to be replaced, where it is one of
  ///   the ``SourceFiles`` and was read as something else, where it holds a format that is known and
  ///   another one, where the ending belongs to another format, and as ``checkWritable(_:)`` does.
  public static func checkReplaceable(
    _ path: String, by writing: Writing, replacing: Bool
  ) throws(FileError) {
    guard fileStatus(path) == nil || !SourceFiles.refuses(writing, to: path) else {
      throw lost(path, "this is a file that the program has read", writing)
    }
    try checkEnding(of: path, writing)
    try checkWritable(path)
    guard fileStatus(path) != nil else { return }
    let found = try FileKind(ofFile: path)
    if found.format == .text, writing.formats(path) == [.text] {
      try checkText(path, writing)
    } else if !([.empty, .unknown] + writing.formats(path)).contains(found.format) {
      throw lost(path, "this is \(found.name)", writing)
    }
    if !replacing { try refuseExisting(path) }
  }

  private static func checkText(_ path: String, _ writing: Writing) throws(FileError) {
    guard let found = TextContent.kind(of: try start(of: path, count: 1 << 12)) else { return }
    let isSame = found.writing == writing || [found.writing, writing] == [.curve, .log]
    guard !isSame else { return }
    throw lost(path, "this is \(found.name)", writing)
  }

  /// The status of a file that is replaced as a whole; nil for devices and pipes, for what is
  /// open already, and where there is none.
  private static func fileStatus(_ path: String) -> FileStatus? {
    guard FileStatus.ownDescriptor(path) == nil, let status = FileStatus(path), status.isRegular
    else { return nil }
    return status
  }

  private static func lost(_ path: String, _ reason: String, _ writing: Writing) -> FileError {
    FileError(
      path: path,
      reason: "\(reason), which would be lost; choose another name, such as "
        + freeName(like: path, for: writing).shownPath)
  }
}
