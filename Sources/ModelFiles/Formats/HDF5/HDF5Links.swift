/// The members of a group: names and addresses of objects.
enum HDF5Links {
  typealias Link = (name: String, address: UInt64)

  /// The members of a group, in order of their names where the file has a symbol table, otherwise
  /// in the file's order; nil where the object is no group.
  ///
  /// - Throws: ``FileError`` also for a group of so many members that they are kept in a fractal heap, as in
  ///   the newest version of the format.
  static func all(
    _ header: HDF5Header, _ content: inout HDF5Content
  ) throws(FileError) -> [Link]? {
    if var table = try header.body(.symbolTable, content) {
      let tree = try table.littleEndian(UInt64.self)
      return try symbols(tree: tree, heap: table.littleEndian(UInt64.self), &content)
    }
    let links = header.messages.filter { $0.kind == .link }
    if var info = try header.body(.linkInfo, content) {
      _ = try info.byte()
      if try info.byte() & 1 != 0 { _ = try info.bytes(8, of: "a group") }
      guard try info.littleEndian(UInt64.self) == HDF5Content.noAddress else {
        throw content.refused("groups of many members in the newest HDF5 format are not supported")
      }
    } else if links.isEmpty {
      return nil
    }
    var members: [Link] = []
    for message in links {
      if let link = try link(message.body, &content) { members.append(link) }
    }
    return members
  }

  /// - Returns: nil for a link by name, which is not followed.
  private static func link(
    _ body: ArraySlice<UInt8>, _ content: inout HDF5Content
  ) throws(FileError) -> Link? {
    var cursor = ByteCursor(body, path: content.path)
    _ = try cursor.byte()
    let flags = try cursor.byte()
    let kind = flags & 8 != 0 ? try cursor.byte() : 0
    if flags & 4 != 0 { _ = try cursor.bytes(8, of: "a link") }
    if flags & 16 != 0 { _ = try cursor.byte() }
    let length = try cursor.littleEndian(bytes: 1 << Int(flags & 3), of: "a link")
    let name = try cursor.bytes(Int(clamping: length), of: "a name")
    guard kind == 0 else { return nil }
    try content.spend(name.count)
    return (String(decoding: name, as: UTF8.self), try cursor.littleEndian(UInt64.self))
  }
}

/// Symbol tables.
extension HDF5Links {
  private static func symbols(
    tree: UInt64, heap: UInt64, _ content: inout HDF5Content
  ) throws(FileError) -> [Link] {
    var cursor = try content.cursor(at: heap, behind: "HEAP")
    _ = try cursor.bytes(4, of: "a local heap")
    let size = try cursor.littleEndian(UInt64.self)
    _ = try cursor.bytes(8, of: "a local heap")
    var names = try content.cursor(at: cursor.littleEndian(UInt64.self))
    let segment = try names.bytes(Int(clamping: size), of: "the names of a group")
    var links: [Link] = []
    for leaf in try HDF5Tree.leaves(at: tree, keySize: 8, kind: 0, &content) {
      try read(leaf.address, segment, &links, &content)
    }
    return links
  }

  private static func read(
    _ address: UInt64, _ names: ArraySlice<UInt8>, _ links: inout [Link],
    _ content: inout HDF5Content
  ) throws(FileError) {
    var cursor = try content.cursor(at: address, behind: "SNOD")
    _ = try cursor.bytes(2, of: "a symbol table")
    for _ in 0..<(try cursor.littleEndian(UInt16.self)) {
      try content.step()
      let offset = try cursor.littleEndian(UInt64.self)
      let object = try cursor.littleEndian(UInt64.self)
      let kind = try cursor.littleEndian(UInt32.self)
      _ = try cursor.bytes(20, of: "a symbol")
      guard offset < UInt64(names.count) else {
        throw content.refused("the name of a member lies outside of its group")
      }
      let name = names.dropFirst(Int(offset)).prefix(longestName).prefix { $0 != 0 }
      try content.spend(name.count)
      if kind != 2 { links.append((String(decoding: name, as: UTF8.self), object)) }
    }
  }

  private static let longestName = 1024
}

/// B-trees of version 1.
enum HDF5Tree {
  /// The leaves of a B-tree, each with the key before it, in order.
  ///
  /// - Parameter kind: 0 for the members of a group, 1 for the chunks of a data set.
  static func leaves(
    at address: UInt64, keySize: Int, kind: UInt8, _ content: inout HDF5Content
  ) throws(FileError) -> [(key: ArraySlice<UInt8>, address: UInt64)] {
    var leaves: [(key: ArraySlice<UInt8>, address: UInt64)] = []
    var pending: [(address: UInt64, level: UInt8)] = [(address, .max)]
    while let (address, above) = pending.popLast() {
      var cursor = try content.cursor(at: address, behind: "TREE")
      let found = try cursor.byte()
      let level = try cursor.byte()
      guard found == kind, level < above else { throw content.refused("a B-tree in it is corrupt") }
      let count = try cursor.littleEndian(UInt16.self)
      _ = try cursor.bytes(16, of: "a B-tree")
      var children: [(key: ArraySlice<UInt8>, address: UInt64)] = []
      for _ in 0..<count {
        try content.step()
        let key = try cursor.bytes(keySize, of: "a B-tree")
        try children.append((key, cursor.littleEndian(UInt64.self)))
      }
      if level == 0 {
        leaves += children
      } else {
        pending += children.reversed().map { ($0.address, level) }
      }
    }
    return leaves
  }
}
