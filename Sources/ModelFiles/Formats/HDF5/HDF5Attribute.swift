/// An attribute of an object in an HDF5 file, as far as it is text.
struct HDF5Attribute {
  let name: String
  /// Its texts in order; one for a single value, none where it is no text.
  let texts: [String]

  /// - Returns: nil where its type is kept elsewhere in the file.
  init?(_ body: ArraySlice<UInt8>, _ content: inout HDF5Content) throws(FileError) {
    var cursor = ByteCursor(body, path: content.path)
    let version = try cursor.byte()
    let flags = try cursor.byte()
    guard (1...3).contains(version) else {
      throw content.refused("an attribute of version \(version) is not supported")
    }
    var sizes: [Int] = []
    for _ in 0..<3 { try sizes.append(Int(cursor.littleEndian(UInt16.self))) }
    if version == 3 { _ = try cursor.byte() }
    if version > 1, flags & 1 != 0 { return nil }
    var parts: [ByteCursor] = []
    for size in sizes {
      let padded = version == 1 ? (size + 7) / 8 * 8 : size
      try parts.append(ByteCursor(cursor.bytes(padded, of: "an attribute"), path: content.path))
    }
    name = String(decoding: parts[0].remaining.prefix { $0 != 0 }, as: UTF8.self)
    let type = try HDF5Type(&parts[1])
    let extents = try HDF5Extents(&parts[2]).extents
    texts = try Self.texts(cursor.remaining, type, extents, &content)
  }

  private static func texts(
    _ bytes: ArraySlice<UInt8>, _ type: HDF5Type, _ extents: [Int], _ content: inout HDF5Content
  ) throws(FileError) -> [String] {
    guard [.texts, .textReferences].contains(type.content), type.size > 0 else { return [] }
    let layout = ArrayLayout(extents: extents, elementType: .uint8)
    guard let count = layout.byteCount, count <= bytes.count / type.size else {
      throw content.refused("an attribute has fewer texts than it should")
    }
    var texts: [String] = []
    var rest = ByteCursor(bytes, path: content.path)
    for _ in 0..<count {
      let element = try rest.bytes(type.size, of: "a text")
      let text =
        try type.content == .texts
        ? element.prefix { $0 != 0 } : HDF5Heap.text(element, &content)
      texts.append(String(decoding: text, as: UTF8.self))
    }
    return texts
  }
}

/// Texts of any length, which lie in the collections of global heaps.
enum HDF5Heap {
  /// The text that an element refers to: its length, the address of its collection, its number.
  static func text(
    _ reference: ArraySlice<UInt8>, _ content: inout HDF5Content
  ) throws(FileError) -> ArraySlice<UInt8> {
    var cursor = ByteCursor(reference, path: content.path)
    let length = Int(try cursor.littleEndian(UInt32.self))
    let address = try cursor.littleEndian(UInt64.self)
    let number = try cursor.littleEndian(UInt32.self)
    guard length > 0 else { return [] }
    var heap = try content.cursor(at: address, behind: "GCOL")
    _ = try heap.bytes(4, of: "a global heap")
    let size = try heap.littleEndian(UInt64.self)
    guard size > 16 else { throw content.refused("a global heap is empty") }
    var objects = ByteCursor(
      try heap.bytes(Int(clamping: size) - 16, of: "a global heap"), path: content.path)
    while objects.remaining.count >= 16 {
      try content.step()
      let index = try objects.littleEndian(UInt16.self)
      _ = try objects.bytes(6, of: "a text")
      let size = Int(clamping: try objects.littleEndian(UInt64.self))
      guard index != 0, size <= objects.remaining.count else { break }
      if index == number, length <= size {
        let start = UInt64(objects.remaining.startIndex)
        return try content.data(at: start, count: UInt64(length))
      }
      _ = try objects.bytes(min((size + 7) / 8 * 8, objects.remaining.count), of: "a text")
    }
    throw content.refused("a text that an attribute refers to is not there")
  }
}
