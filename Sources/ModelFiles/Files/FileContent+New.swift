extension FileContent {
  /// Makes `bytes` the content of the file `path`, which must not be there yet unless `replacing`.
  ///
  /// - Throws: ``FileError`` as ``write(_:to:)`` does, and where there is such a file.
  public static func writeNew(
    _ bytes: [UInt8], to path: String, replacing: Bool
  ) throws(FileError) {
    if !replacing { try refuseExisting(path) }
    try write(bytes, to: path)
  }

  /// - Throws: ``FileError`` where there is a file `path` already.
  public static func refuseExisting(_ path: String) throws(FileError) {
    guard FileStatus(path)?.isRegular == true else { return }
    throw FileError(path: path, reason: "there is such a file already; --over replaces it")
  }
}
