import CNNModel

/// The storages beside a pickle, by their keys.
struct TorchStorages {
  private let contents: [String: Content]
  private let path: String
  private let isBigEndian: Bool

  private enum Content {
    case bytes(ArraySlice<UInt8>)
    case member(ZipReader.Member, ZipReader)
  }

  /// The bytes that all storages take together.
  let byteCount: Int

  /// The members below `folder` of an archive.
  init(_ archive: ZipReader, in folder: String, isBigEndian: Bool, path: String) throws(FileError) {
    let members = try archive.members().filter { $0.name.hasPrefix(folder) }
    contents = Dictionary(
      members.map { (String($0.name.dropFirst(folder.count)), .member($0, archive)) },
      uniquingKeysWith: { first, _ in first })
    byteCount = ZipReader.size(of: members)
    (self.isBigEndian, self.path) = (isBigEndian, path)
  }

  /// Pieces of a file.
  init(_ pieces: [String: ArraySlice<UInt8>], isBigEndian: Bool, path: String) {
    contents = pieces.mapValues(Content.bytes)
    byteCount = pieces.values.reduce(0) { $0 + $1.count }
    (self.isBigEndian, self.path) = (isBigEndian, path)
  }

  /// The bytes of a storage, its elements in the byte order of this machine.
  ///
  /// - Throws: ``FileError`` where there is none of this key, or it is damaged.
  func bytes(_ key: String, _ type: ElementType) throws(FileError) -> ArraySlice<UInt8> {
    let stored = try stored(key)
    guard isBigEndian else { return stored }
    let count = stored.count / type.size
    let layout = ArrayLayout(extents: [count], elementType: type, isBigEndian: true)
    return try layout.array(stored.prefix(count * type.size), path: path).bytes
  }

  private func stored(_ key: String) throws(FileError) -> ArraySlice<UInt8> {
    switch contents[key] {
    case .bytes(let bytes): return bytes
    case .member(let member, let archive):
      let place = "\(path):\(member.name.brief)"
      return try archive.checkedBytes(of: member, path: place)[...]
    case nil: throw FileError(path: path, reason: "its storage \(key.quoted) is missing")
    }
  }
}
