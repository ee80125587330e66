import CNNModel

/// Reads tensors out of their storages.
struct TorchArrays {
  private let pickle: Pickle
  private let storages: TorchStorages
  private let path: String
  /// The storages that were read, as several tensors may share one.
  private var known: [String: ArraySlice<UInt8>] = [:]
  /// How many bytes the tensors may still take.
  private var room: Int
  private(set) var arrays: [NamedArray] = []
  private(set) var refused: [RefusedArray] = []

  init(_ pickle: Pickle, _ storages: TorchStorages, path: String) {
    (self.pickle, self.storages, self.path) = (pickle, storages, path)
    let (room, overflow) = storages.byteCount.multipliedReportingOverflow(by: 4)
    self.room = (overflow ? FileContent.limit : min(room, FileContent.limit)) + Self.smallest
  }

  /// What tensors may take that share small storages.
  private static let smallest = 16 << 20

  /// - Throws: ``FileError`` where a tensor contradicts its storage, or all together take several
  ///   times what their storages do.
  mutating func read(_ entries: [TorchWalk.Entry]) throws(FileError) {
    for entry in entries {
      // A tensor that was saved alone has no name.
      let name = entry.name.isEmpty ? ArrayFile.stem(path) : entry.name
      switch entry.tensor {
      case .refused(let reason):
        refused.append(RefusedArray(name: name, reason: reason, isArray: entry.isTensor))
      case .strided(let layout, let storage):
        try spend(layout.byteCount)
        let bytes = try bytes(of: storage, layout.elementType)
        let array = try layout.array(in: bytes, path: "\(path):\(name.brief)")
        arrays.append(NamedArray(name, array))
      case .array(let layout, let bytes):
        try spend(layout.byteCount)
        let array = try layout.array(pickle.bytes(bytes) ?? [], path: "\(path):\(name.brief)")
        arrays.append(NamedArray(name, array))
      }
    }
  }

  private mutating func spend(_ count: Int?) throws(FileError) {
    guard let count, count <= room else {
      throw FileError(
        path: path,
        reason: "its tensors take several times as much as its storages "
          + "(\(ByteCount(storages.byteCount)))")
    }
    room -= count
  }

  private mutating func bytes(
    of storage: String, _ type: ElementType
  ) throws(FileError) -> ArraySlice<UInt8> {
    let key = "\(type) \(storage)"
    if let bytes = known[key] { return bytes }
    let bytes = try storages.bytes(storage, type)
    known[key] = bytes
    return bytes
  }
}
