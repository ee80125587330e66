import CNNModel

/// The archive that `torch.export.save` writes (`.pt2`): a graph in JSON, and its weights and constants,
/// a member each.
///
/// Method: `torch/export/pt2_archive` and `torch/_export/serde/schema.py` of PyTorch 2.
struct ExportedArchive {
  /// The program, as its schema describes it.
  let program: JSONText
  /// The weights and constants by their names in the module, such as `conv1.weight`, in the order of the
  /// file.
  let arrays: [NamedArray]
  /// Those that cannot be read.
  let refused: [RefusedArray]

  private static let model = "models/model.json"
  private static let largestText = 32 << 20
  private static let deepest = 64

  /// Whether an archive with members of these names is such a file.
  static func isArchive(_ names: [String]) -> Bool {
    names.contains { $0.hasSuffix("/" + model) || $0.contains("/data/weights/weight_") }
  }

  /// - Throws: ``FileError`` where the file cannot be read or is corrupt.
  init(_ path: String) throws(FileError) {
    let archive = try ZipReader(path)
    let members = try archive.members()
    guard let main = members.first(where: { $0.name.hasSuffix("/" + Self.model) }) else {
      throw FileError(path: path, reason: "this exported program has no \(Self.model)")
    }
    var reader = Reader(
      archive: archive, path: path, folder: String(main.name.dropLast(Self.model.count)),
      members: Dictionary(members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
    guard let program = try reader.json(Self.model) else {
      throw FileError(path: path, reason: "this exported program has no \(Self.model)")
    }
    self.program = program
    (arrays, refused) = try reader.arrays()
  }

  /// The weights and constants of a file.
  static func contents(_ path: String) throws(FileError) -> ArrayContents {
    let archive = try ExportedArchive(path)
    return ArrayContents(archive.arrays, refused: archive.refused)
  }

  /// Reads members.
  private struct Reader {
    /// The contents of members, as several tensors may share one.
    private var known: [String: ArraySlice<UInt8>] = [:]
    let archive: ZipReader
    let path: String
    let folder: String
    let members: [String: ZipReader.Member]

    func json(_ name: String) throws(FileError) -> JSONText? {
      guard let member = members[folder + name] else { return nil }
      guard member.size <= largestText else {
        throw FileError(
          path: path, reason: "its \(name) takes more than \(ByteCount(largestText))")
      }
      let bytes = try archive.checkedBytes(of: member, path: path)
      return try JSONText.parse(bytes[...], path: path, deepest: deepest)
    }

    init(
      archive: ZipReader, path: String, folder: String, members: [String: ZipReader.Member]
    ) {
      (self.archive, self.path, self.folder, self.members) = (archive, path, folder, members)
    }

    mutating func arrays() throws(FileError) -> ([NamedArray], [RefusedArray]) {
      var (arrays, refused) = ([NamedArray](), [RefusedArray]())
      let total = ZipReader.size(of: Array(members.values))
      var room = (total < FileContent.limit / 4 ? 4 * total : FileContent.limit) + 1 << 20
      for kind in ["weights", "constants"] {
        let list = try json("data/\(kind)/model_\(kind)_config.json")
        guard case .object(let entries)? = list?["config"] else { continue }
        for entry in entries {
          if let reason = refusal(entry.value) {
            refused.append(RefusedArray(name: entry.name, reason: reason))
            continue
          }
          let array = try array(entry.value, named: entry.name, in: "data/\(kind)/", &room)
          arrays.append(NamedArray(entry.name, array))
        }
      }
      return (arrays, refused)
    }

    private func refusal(_ entry: JSONText) -> String? {
      guard entry["use_pickle"]?.flag != true, let meta = entry["tensor_meta"] else {
        return "it is pickled, which is not supported in an exported program"
      }
      return ExportedElements.type(meta["dtype"]) == nil
        ? "the type of its elements is not supported" : nil
    }

    private mutating func array(
      _ entry: JSONText, named name: String, in part: String, _ room: inout Int
    ) throws(FileError) -> NumericArray {
      let place = "\(path):\(name.brief)"
      guard let member = entry["path_name"]?.string.flatMap({ members[folder + part + $0] }),
        let meta = entry["tensor_meta"], let type = ExportedElements.type(meta["dtype"]),
        let extents = ExportedElements.integers(meta["sizes"]),
        let strides = ExportedElements.integers(meta["strides"])
      else { throw FileError(path: place, reason: "its entry in the archive is not complete") }
      let offset = meta["storage_offset"]?["as_int"]?.integer ?? 0
      let layout = StridedLayout(
        extents: extents, strides: strides, offset: offset, elementType: type)
      guard let count = layout.byteCount, count <= room else {
        throw FileError(path: place, reason: "it takes more than the file has")
      }
      room -= count
      return try layout.array(in: content(of: member, path: place), path: place)
    }

    private mutating func content(
      of member: ZipReader.Member, path: String
    ) throws(FileError) -> ArraySlice<UInt8> {
      if let content = known[member.name] { return content }
      let content = try archive.checkedBytes(of: member, path: path)[...]
      known[member.name] = content
      return content
    }
  }
}

/// How an exported program describes tensors.
enum ExportedElements {
  /// The types by their numbers.
  private static let types: [Int: ElementType] = [
    1: .uint8, 2: .int8, 3: .int16, 4: .int32, 5: .int64, 6: .float16, 7: .float32, 8: .float64,
    12: .bool, 13: .bfloat16, 28: .uint16,
  ]

  static func type(_ number: JSONText?) -> ElementType? {
    number?.integer.flatMap { types[$0] }
  }

  /// The integers of `[{"as_int": 2}, …]`; nil where one is not fixed.
  static func integers(_ list: JSONText?) -> [Int]? {
    guard let elements = list?.elements else { return nil }
    let integers = elements.compactMap { $0["as_int"]?.integer }
    return integers.count == elements.count ? integers : nil
  }
}
