extension FileContent {
  /// Makes `bytes` the content of the file `path`, which must not exist yet unless `replacing`.
  ///
  /// - Throws: ``FileError`` as ``write(_:to:)`` does, and where the file exists.
  public static func writeNew(
    _ bytes: [UInt8], to path: String, replacing: Bool
  ) throws(FileError) {
    try checkReplaceable(path, by: FileKind(of: bytes[...]).format, replacing: replacing)
    try write(bytes, to: path)
  }

  /// Checks that there is no file `path` yet. What is open already, such as `/dev/stdout`, is not
  /// asked: a shell that redirects output has made the file.
  ///
  /// - Throws: ``FileError`` where there is one.
  public static func refuseExisting(_ path: String) throws(FileError) {
    guard !path.hasPrefix("/dev/"), FileStatus(path)?.isRegular == true else { return }
    throw FileError(path: path, reason: "the file already exists; --over replaces it")
  }

  /// Checks, before work begins, that a file of the format may be written to `path`.
  ///
  /// - Throws: ``FileError`` where the file exists and is not to be replaced, where it holds a
  ///   format that is known and another one, where the ending belongs to another format, and as
  ///   ``checkWritable(_:)`` does.
  public static func checkReplaceable(
    _ path: String, by format: FileKind.Format, replacing: Bool
  ) throws(FileError) {
    if !replacing { try refuseExisting(path) }
    try checkEnding(of: path, format)
    try checkWritable(path)
    guard FileStatus(path)?.isRegular == true else { return }
    let found = try FileKind(ofFile: path)
    guard ![.empty, .unknown, format].contains(found.format) else { return }
    throw FileError(
      path: path, reason: "this is \(found.name), which would be lost; choose another name")
  }

  /// Checks that a text which begins with a line may be written to `path`: a new file, an empty
  /// one, or one that begins with this line, too.
  ///
  /// - Throws: ``FileError`` where it holds anything else.
  package static func checkReplaceable(_ path: String, beginning: String) throws(FileError) {
    guard FileStatus(path)?.isRegular == true else { return }
    let start = try start(of: path, count: beginning.utf8.count)
    guard start.isEmpty || start == Array(beginning.utf8) else {
      throw FileError(
        path: path,
        reason: "the file holds something else, which would be lost; choose another name")
    }
  }

  private static func checkEnding(of path: String, _ format: FileKind.Format) throws(FileError) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return }
    let ending = String(name[dot...])
    guard let owner = FileKind.endings[ending], owner != format else { return }
    throw FileError(
      path: path, reason: "the ending \(ending) is that of another format than is written here")
  }
}
