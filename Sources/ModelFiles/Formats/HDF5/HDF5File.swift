import CNNModel

/// An HDF5 file as Keras and h5py write them: groups of data sets, with attributes.
///
/// A reader of its own, for a subset of the format: superblocks of version 0, 2 and 3, headers of
/// version 1 and 2, symbol tables and links, data sets in one piece or in chunks with deflate,
/// shuffle and Fletcher-32 checksums, numbers and texts. Every address, length and count is checked, and the work
/// is limited, so that no file can make it trap, hang or take much memory.
struct HDF5File {
  /// A group with what is in it.
  struct Group {
    /// The texts of its attributes, by name.
    let attributes: [String: [String]]
  }

  /// The groups by their paths; that of the outermost one is empty.
  private(set) var groups: [String: Group] = [:]
  /// The data sets by their paths, such as `conv2d/vars/0`, in the order of the groups.
  private(set) var dataSets: [NamedArray] = []
  /// The data sets that are no arrays of numbers.
  private(set) var refused: [RefusedArray] = []

  static let magic: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let deepest = 32

  /// - Parameter isRead: whether the member of this path is read; otherwise it is left out.
  /// - Throws: ``FileError`` where the file is corrupt or of a version that is not supported.
  init(
    _ bytes: [UInt8], path: String, where isRead: (String) -> Bool = { _ in true }
  ) throws(FileError) {
    var content = HDF5Content(bytes, path: path)
    let root = try Self.root(&content)
    try read(root, "", &content, isRead, depth: 0)
  }

  /// The address of the outermost group.
  private static func root(_ content: inout HDF5Content) throws(FileError) -> UInt64 {
    var cursor = try content.cursor(at: 0)
    guard try cursor.bytes(8, of: "the signature").elementsEqual(magic) else {
      throw content.refused("an HDF5 file is expected, but its signature is missing")
    }
    let version = try cursor.byte()
    guard [0, 1, 2, 3].contains(version) else {
      throw content.refused("HDF5 files of version \(version) are not supported")
    }
    if version < 2 { _ = try cursor.bytes(4, of: "the superblock") }
    let sizes = Array(try cursor.bytes(2, of: "the superblock"))
    guard sizes == [8, 8] else {
      throw content.refused("HDF5 files with addresses of \(sizes[0] * 8) bits are not supported")
    }
    // What is left out: flags and the sizes of B-trees, then the base address and three others.
    _ = try cursor.bytes([9, 13, 1, 1][Int(version)], of: "the superblock")
    guard try cursor.littleEndian(UInt64.self) == 0 else {
      throw content.refused("HDF5 files that begin with a user block are not supported")
    }
    _ = try cursor.bytes(version < 2 ? 32 : 16, of: "the superblock")
    return try cursor.littleEndian(UInt64.self)
  }

  private mutating func read(
    _ address: UInt64, _ name: String, _ content: inout HDF5Content, _ isRead: (String) -> Bool,
    depth: Int
  ) throws(FileError) {
    guard depth < Self.deepest else {
      throw content.refused("its groups are nested more than \(Self.deepest) deep")
    }
    let header = try HDF5Header(&content, at: address)
    if let dataSet = try HDF5DataSet(header, content) {
      return try read(dataSet, name, &content)
    }
    guard let links = try HDF5Links.all(header, &content) else { return }
    groups[name] = Group(attributes: try Self.attributes(header, &content))
    for link in links {
      let path = name.isEmpty ? link.name : "\(name)/\(link.name)"
      if isRead(path) { try read(link.address, path, &content, isRead, depth: depth + 1) }
    }
  }

  private mutating func read(
    _ dataSet: HDF5DataSet, _ name: String, _ content: inout HDF5Content
  ) throws(FileError) {
    let place = "\(content.path):\(name.brief)"
    if let reason = dataSet.unreadable {
      return refused.append(RefusedArray(name: name, reason: reason))
    }
    dataSets.append(NamedArray(name, try dataSet.array(&content, path: place)))
  }

  private static func attributes(
    _ header: HDF5Header, _ content: inout HDF5Content
  ) throws(FileError) -> [String: [String]] {
    var attributes: [String: [String]] = [:]
    for message in header.messages where message.kind == .attribute && !message.isShared {
      guard let attribute = try HDF5Attribute(message.body, &content) else { continue }
      attributes[attribute.name] = attribute.texts
    }
    return attributes
  }
}
