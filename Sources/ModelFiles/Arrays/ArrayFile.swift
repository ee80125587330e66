import CNNModel

/// Arrays and images in files of any format, as the user names them.
///
/// The content, not the file name, determines the format.
public enum ArrayFile {
  /// The arrays of a `.npy`, `.npz`, IDX, safetensors, PyTorch, Keras or image file, in its order; an image
  /// is `[channels, rows, columns]`.
  ///
  /// An array that has no name in its file gets the name of the file, without folder and extension.
  ///
  /// - Throws: ``FileError`` where there is no such file, it is corrupt or holds no arrays.
  public static func readAll(_ path: String) throws(FileError) -> [NamedArray] {
    try contents(path).arrays
  }

  /// The arrays of a file as ``readAll(_:)`` gives them, with what there is to say about them.
  public static func contents(_ path: String) throws(FileError) -> ArrayContents {
    let kind = try FileKind(ofFile: path)
    switch kind.format {
    case .pytorch: return try TorchFile.read(path)
    case .exported: return try ExportedArchive.contents(path)
    case .keras: return try KerasFile.read(path)
    case .safetensors:
      return try SafetensorsFile.contents(try FileContent.read(path)[...], path: path)
    case .zip: return ArrayContents(try NpzArchive(path).arrays())
    case _ where kind.holdsArrays: return ArrayContents(try arrays(path, kind))
    default:
      throw kind.refusal(
        path,
        expected: "a file of arrays (.npy, .npz, IDX, safetensors, .pt, .h5, .keras) or an image")
    }
  }

  private static func arrays(
    _ path: String, _ kind: FileKind
  ) throws(FileError) -> [NamedArray] {
    let bytes = try FileContent.read(path)[...]
    switch kind.format {
    case .npy: return try [NamedArray(stem(path), NpyFile.decode(bytes, path: path))]
    case .idx, .gzip: return try [NamedArray(stem(path), IdxFile.decode(bytes, path: path))]
    default: return try [NamedArray(stem(path), ImageFile.decode(bytes, path: path).array)]
    }
  }

  /// The array in a `.npy` or IDX file, or a member of an archive as `file.npz:name`.
  ///
  /// - Throws: ``FileError`` where there is no such file or member, or it holds no array.
  public static func read(_ reference: String) throws(FileError) -> NumericArray {
    guard !FileContent.exists(reference), let colon = reference.lastIndex(of: ":"),
      FileContent.exists(String(reference[..<colon]))
    else { return try only(readAll(reference), of: reference) }
    let path = String(reference[..<colon])
    let name = String(reference[reference.index(after: colon)...])
    guard try FileKind(ofFile: path).format != .zip else {
      return try NpzArchive(path).array(name)
    }
    let arrays = try readAll(path)
    guard let found = arrays.first(where: { $0.name == name }) else {
      throw FileError(path: path, reason: "it has no array \(name.quoted)")
    }
    return found.array
  }

  /// The array of a `.npy` or IDX file that is an image or a vector.
  ///
  /// The array is `[units]`, `[rows, columns]`, `[channels, rows, columns]` or that behind a batch
  /// of 1.
  ///
  /// - Throws: ``FileError`` as ``read(_:)`` does, and for arrays of another rank, a batch of
  ///   several images, or an image without pixels.
  package static func readImage(_ reference: String) throws(FileError) -> NumericArray {
    let array = try read(reference)
    try checkImage(array.shape, of: reference)
    return array
  }

  private static func checkImage(_ shape: Shape, of reference: String) throws(FileError) {
    guard (1...4).contains(shape.rank) else {
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
      throw FileError(path: reference, reason: "this image has no pixels (\(shape))")
    }
  }

  private static func only(
    _ arrays: [NamedArray], of path: String
  ) throws(FileError) -> NumericArray {
    guard arrays.count == 1 else {
      throw FileError(
        path: path,
        reason: arrays.isEmpty
          ? "the file has no arrays"
          : "it holds \(arrays.count) arrays; name one, as in "
            + "\(path.harmless):\(arrays[0].name.harmless)"
      )
    }
    return arrays[0].array
  }

  /// The name of a file without folder and extension.
  static func stem(_ path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return String(file) }
    return String(file[..<dot])
  }
}
