extension FileContent {
  /// Makes `bytes` the content of the file `path`, which must not be there yet unless `replacing`.
  ///
  /// - Throws: ``FileError`` as ``write(_:to:)`` does, and where there is such a file.
  public static func writeNew(
    _ bytes: [UInt8], to path: String, replacing: Bool
  ) throws(FileError) {
    if !replacing, FileStatus(path)?.isRegular == true {
      throw FileError(path: path, reason: "there is such a file already; --over replaces it")
    }
    try write(bytes, to: path)
  }
}
