extension FileContent {
  /// Makes `bytes` the content of the file `path`, which must not exist yet unless `replacing`.
  ///
  /// - Throws: ``FileError`` as ``write(_:to:)`` does, and where the file exists.
  public static func writeNew(
    _ bytes: [UInt8], to path: String, replacing: Bool
  ) throws(FileError) {
    if !replacing { try refuseExisting(path) }
    try write(bytes, to: path)
  }

  /// Checks that there is no file `path` yet.
  ///
  /// - Throws: ``FileError`` where there is one.
  public static func refuseExisting(_ path: String) throws(FileError) {
    guard FileStatus(path)?.isRegular == true else { return }
    throw FileError(path: path, reason: "the file already exists; --over replaces it")
  }
}
