import CNNEngine

/// Arrays and images that the user names on the command line.
public enum InputArray {
  /// The array in a `.npy` or IDX file, or a member of an archive as `file.npz:name`.
  ///
  /// The format is told by the content, not by the name.
  ///
  /// - Throws: ``FileError`` where there is no such file or member, or it holds no array.
  public static func read(_ reference: String) throws(FileError) -> NumericArray {
    guard let colon = reference.lastIndex(of: ":"), !FileContent.exists(reference) else {
      return try readFile(reference)
    }
    let path = String(reference[..<colon])
    guard FileContent.exists(path) else { return try readFile(reference) }
    return try NpzArchive(path).array(String(reference[reference.index(after: colon)...]))
  }

  /// The array of a `.npy` or IDX file as an image, `[1, channels, rows, columns]`, its numbers
  /// unchanged.
  ///
  /// The array is `[rows, columns]`, `[channels, rows, columns]` or that behind a batch of 1.
  ///
  /// - Throws: ``FileError`` as ``read(_:)`` does, and for arrays of another rank, a batch of
  ///   several images, or an image without cells.
  public static func readImage(_ reference: String) throws(FileError) -> Tensor {
    let array = try read(reference)
    let shape = array.shape
    guard (2...4).contains(shape.rank) else {
      throw FileError(
        path: reference,
        reason: "an image has 2 axes (rows×columns), 3 (channels×rows×columns) or 4 "
          + "(1×channels×rows×columns), but this array has \(shape.rank) (\(shape))")
    }
    guard shape.rank < 4 || shape[0] == 1 else {
      throw FileError(
        path: reference,
        reason: "one image is expected, but this is a batch of \(shape[0]) (\(shape))")
    }
    guard shape.count > 0 else {
      throw FileError(path: reference, reason: "this image has no cells (\(shape))")
    }
    let missing = [Int](repeating: 1, count: 4 - shape.rank)
    return array.tensor.reshaped(to: Shape(missing + shape.extents))
  }

  private static func readFile(_ path: String) throws(FileError) -> NumericArray {
    let bytes = try FileContent.read(path)[...]
    let kind = FileKind(of: bytes)
    switch kind.format {
    case .npy: return try NpyFile.decode(bytes, path: path)
    case .idx, .gzip: return try IdxFile.decode(bytes, path: path)
    case .zip:
      let archive = try NpzArchive(path)
      guard archive.names.count == 1 else {
        throw FileError(
          path: path,
          reason: "this archive has \(archive.names.count) arrays; name one, as \(path):NAME")
      }
      return try archive.array(archive.names[0])
    default: throw kind.refusal(path, expected: "an array (.npy, .npz or IDX)")
    }
  }
}
