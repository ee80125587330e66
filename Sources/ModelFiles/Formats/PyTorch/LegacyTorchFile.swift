/// The format that PyTorch wrote before version 1.6: a magic number, a version, what the machine
/// was, the object, the keys of its storages, each as a pickle, and then the storages.
enum LegacyTorchFile {
  private static let version = 1001

  /// The pickle of the object, and its storages.
  ///
  /// - Throws: ``FileError`` where the file is corrupt or truncated.
  static func read(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> (Pickle, TorchStorages) {
    var rest = bytes.dropFirst(TorchFile.magic.count)
    let version = try next(&rest, path)
    guard version.root.integer == Self.version else {
      throw FileError(path: path, reason: "its version is not \(Self.version), the only one known")
    }
    let machine = try next(&rest, path)
    let object = try next(&rest, path)
    let keys = try next(&rest, path)
    guard let list = keys.items(keys.root) else {
      throw FileError(path: path, reason: "it has no list of storages")
    }
    let storages = try storages(list.compactMap(\.text), rest, of: object, path)
    var isBigEndian = false
    if case .boolean(false)? = machine.entry("little_endian", of: machine.root) {
      isBigEndian = true
    }
    return (object, TorchStorages(storages, isBigEndian: isBigEndian, path: path))
  }

  private static func next(
    _ rest: inout ArraySlice<UInt8>, _ path: String
  ) throws(FileError) -> Pickle {
    let pickle = try Pickle(rest, path: path)
    rest = rest.dropFirst(pickle.byteCount)
    return pickle
  }

  /// Each storage is its number of elements and these.
  private static func storages(
    _ keys: [String], _ bytes: ArraySlice<UInt8>, of object: Pickle, _ path: String
  ) throws(FileError) -> [String: ArraySlice<UInt8>] {
    let sizes = elementSizes(object)
    var storages: [String: ArraySlice<UInt8>] = [:]
    var rest = ByteCursor(bytes, path: path)
    for key in keys {
      let count = try rest.littleEndian(UInt64.self)
      let (size, overflow) = count.multipliedReportingOverflow(by: UInt64(sizes[key] ?? 1))
      storages[key] = try rest.bytes(
        overflow ? .max : Int(clamping: size), of: "the storage \(key.quoted)")
    }
    return storages
  }

  /// The bytes of an element of each storage, by its key.
  private static func elementSizes(_ pickle: Pickle) -> [String: Int] {
    let storages = pickle.nodes.indices.lazy.filter { pickle[$0].kind == .persistent }
      .compactMap { pickle.storage(.node($0)) }
    return Dictionary(
      storages.map { ($0.key, TorchElements.size($0.type)) },
      uniquingKeysWith: { first, _ in first })
  }
}
