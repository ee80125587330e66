/// Writes `.npz` files.
public enum NpzFile {
  /// The bytes of an archive with the arrays, in their order, which `numpy.load` reads.
  ///
  /// The members carry no date, so that the same arrays give the same bytes.
  ///
  /// - Parameter deflated: whether the members are compressed; otherwise they are stored.
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` where two arrays have the same name or there is no memory.
  package static func encode(
    _ arrays: [NamedArray], deflated: Bool = false, path: String
  ) throws(FileError) -> [UInt8] {
    guard Set(arrays.map(\.name)).count == arrays.count else {
      throw FileError(path: path, reason: "two arrays of the same name cannot be written")
    }
    // libzip makes no empty archives; this is the end of the directory and nothing before it.
    guard !arrays.isEmpty else {
      return Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18)
    }
    guard let bytes = archive(of: arrays, deflated: deflated) else {
      throw FileError(
        path: path, reason: "not written: there is not enough memory to build the archive")
    }
    return bytes
  }

  private static func archive(of arrays: [NamedArray], deflated: Bool) -> [UInt8]? {
    guard let writer = ZipWriter() else { return nil }
    for named in arrays {
      let content = NpyFile.encode(named.array)
      guard writer.add(content, name: named.name + ".npy", deflated: deflated) else { return nil }
    }
    return writer.finish()
  }

  /// Makes the arrays the content of the file `path`.
  ///
  /// - Throws: ``FileError`` as ``FileContent/write(_:to:)`` does, and where two arrays have the same
  ///   name.
  public static func write(
    _ arrays: [NamedArray], deflated: Bool = false, to path: String
  ) throws(FileError) {
    try FileContent.write(encode(arrays, deflated: deflated, path: path), to: path)
  }
}
