import CNNModel

/// What `torch.save` writes: state dictionaries, checkpoints, whole modules and archives of
/// TorchScript (`.pt`, `.pth`, `.ckpt`), and pickles of arrays (`.pkl`).
///
/// A ZIP archive with a pickle `data.pkl` and a member for each storage; before PyTorch 1.6 several
/// pickles one after the other and then the storages. Nothing in a pickle is executed.
///
/// Method: `torch/serialization.py` of PyTorch 2.
package enum TorchFile {
  /// How an old file begins: the pickled number 0x1950a86a20f9469cfc6c.
  static let magic: [UInt8] = [
    0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]

  /// The most bytes that the pickle of an archive may take.
  private static let largestPickle = 128 << 20

  /// The tensors of the weights in the file `path`, in the order of the file.
  ///
  /// - Throws: ``FileError`` where the file cannot be read, is corrupt or holds no tensors.
  static func read(_ path: String) throws(FileError) -> ArrayContents {
    if try FileContent.start(of: path, count: 2) == Array("PK".utf8) { return try archive(path) }
    return try decode(FileContent.read(path)[...], path: path)
  }

  /// The tensors of a file that is no archive.
  package static func decode(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> ArrayContents {
    guard bytes.starts(with: magic) else {
      let pickle = try Pickle(bytes, path: path)
      return try contents(pickle, .init([:], isBigEndian: false, path: path), path)
    }
    let (pickle, storages) = try LegacyTorchFile.read(bytes, path: path)
    return try contents(pickle, storages, path)
  }

  /// Whether an archive with members of these names is one of PyTorch.
  static func isArchive(_ names: [String]) -> Bool {
    names.contains { $0.hasSuffix("/data.pkl") || $0 == "data.pkl" }
  }

  private static func archive(_ path: String) throws(FileError) -> ArrayContents {
    let archive = try ZipReader(path)
    let members = try archive.members()
    guard let main = members.first(where: { isArchive([$0.name]) }) else {
      throw FileError(path: path, reason: "this ZIP archive has no data.pkl, which PyTorch writes")
    }
    guard main.size <= largestPickle else {
      throw FileError(
        path: path,
        reason: "its data.pkl takes \(ByteCount(main.size)), but at most "
          + "\(ByteCount(largestPickle)) are read")
    }
    let folder = String(main.name.dropLast("data.pkl".count))
    let bytes = try archive.checkedBytes(of: main, path: path)
    let order = members.first { $0.name == folder + "byteorder" && $0.size < 16 }
    let isBigEndian = try order.map { (order) throws(FileError) in
      try archive.checkedBytes(of: order, path: path) == Array("big".utf8)
    }
    let storages = try TorchStorages(
      archive, in: folder + "data/", isBigEndian: isBigEndian ?? false, path: path)
    return try contents(Pickle(bytes[...], path: path), storages, path)
  }

  private static func contents(
    _ pickle: Pickle, _ storages: TorchStorages, _ path: String
  ) throws(FileError) -> ArrayContents {
    let checkpoint = try TorchCheckpoint(pickle, path: path)
    let entries = try TorchWalk.entries(
      of: checkpoint.weights, in: pickle, path: path, leavingOut: TorchCheckpoint.isOther)
    guard entries.contains(where: \.isTensor) else {
      throw FileError(
        path: path,
        reason: "a file with tensors is expected, but it holds "
          + pickle.description(of: checkpoint.weights))
    }
    var reader = TorchArrays(pickle, storages, path: path)
    try reader.read(entries)
    return ArrayContents(reader.arrays, refused: reader.refused, notes: checkpoint.notes)
  }
}
