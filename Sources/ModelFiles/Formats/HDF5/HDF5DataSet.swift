import CNNModel

/// Where the elements of a data set lie: in its header, in one piece, or in chunks.
struct HDF5DataSet {
  private let type: HDF5Type
  private let extents: [Int]
  private let filters: [HDF5Filter]
  private let place: Place

  private enum Place {
    case header(ArraySlice<UInt8>)
    case piece(UInt64, count: UInt64)
    case chunks(tree: UInt64, extents: [Int])
  }

  /// - Returns: nil where the object is no data set.
  init?(_ header: HDF5Header, _ content: HDF5Content) throws(FileError) {
    guard var layout = try header.body(.layout, content),
      var type = try header.body(.datatype, content),
      var extents = try header.body(.dataspace, content)
    else { return nil }
    self.type = try HDF5Type(&type)
    self.extents = try HDF5Extents(&extents).extents
    filters = try header.body(.filters, content).map(HDF5Filter.all) ?? []
    place = try Self.place(&layout, content)
  }

  private static func place(
    _ layout: inout ByteCursor, _ content: HDF5Content
  ) throws(FileError) -> Place {
    let version = try layout.byte()
    let kind = try layout.byte()
    switch (version, kind) {
    case (3, 0), (4, 0):
      let count = try layout.littleEndian(UInt16.self)
      return .header(try layout.bytes(Int(count), of: "a data set"))
    case (3, 1), (4, 1):
      return .piece(
        try layout.littleEndian(UInt64.self), count: try layout.littleEndian(UInt64.self))
    case (3, 2):
      let rank = Int(try layout.byte())
      let tree = try layout.littleEndian(UInt64.self)
      var extents: [Int] = []
      for _ in 0..<rank { try extents.append(Int(layout.littleEndian(UInt32.self))) }
      return .chunks(tree: tree, extents: extents.dropLast())
    default:
      throw content.refused(
        "data sets of layout \(version).\(kind), as in the newest HDF5 format, are not supported")
    }
  }

  /// Why its elements are no numbers, as a sentence; nil where they are.
  var unreadable: String? {
    switch type.content {
    case .numbers: nil
    case .texts, .textReferences: "its elements are texts, but numbers are expected"
    case .other(let name): "its elements are \(name), but numbers are expected"
    }
  }

  /// The elements in row-major order.
  ///
  /// - Throws: ``FileError`` where the file does not hold all of them, or ``unreadable`` says why.
  func array(_ content: inout HDF5Content, path: String) throws(FileError) -> NumericArray {
    guard case .numbers(let elementType, let isBigEndian) = type.content else {
      throw FileError(path: path, reason: unreadable ?? "")
    }
    let layout = ArrayLayout(extents: extents, elementType: elementType, isBigEndian: isBigEndian)
    switch place {
    case .header(let bytes): return try layout.array(bytes, path: path)
    case .piece(HDF5Content.noAddress, _):
      guard layout.byteCount == 0 else {
        throw FileError(path: path, reason: "its elements were never written")
      }
      return try layout.array([], path: path)
    case .piece(let address, let count):
      return try layout.array(content.data(at: address, count: count), path: path)
    case .chunks(let tree, let extents):
      let chunks = HDF5Chunks(layout, chunk: extents, filters, path: path)
      return try layout.array(chunks.bytes(tree: tree, &content)[...], path: path)
    }
  }
}

/// A filter that the chunks of a data set went through.
enum HDF5Filter: UInt16 {
  case deflate = 1
  case shuffle = 2
  /// A Fletcher-32 checksum of four bytes behind the chunk, which is left out.
  case fletcher32 = 3

  /// The filters of a message, in the order in which they were applied.
  static func all(_ message: ByteCursor) throws(FileError) -> [HDF5Filter] {
    var cursor = message
    let version = try cursor.byte()
    let count = try cursor.byte()
    if version == 1 { _ = try cursor.bytes(6, of: "filters") }
    var filters: [HDF5Filter] = []
    for _ in 0..<count {
      let number = try cursor.littleEndian(UInt16.self)
      let hasName = version == 1 || number >= 256
      let name = hasName ? Int(try cursor.littleEndian(UInt16.self)) : 0
      _ = try cursor.bytes(2, of: "a filter")
      let values = Int(try cursor.littleEndian(UInt16.self))
      let padding = version == 1 ? values % 2 * 4 : 0
      _ = try cursor.bytes(
        (version == 1 ? (name + 7) / 8 * 8 : name) + values * 4 + padding, of: "a filter")
      guard let filter = HDF5Filter(rawValue: number) else {
        throw cursor.refused(
          "a data set in it went through filter \(number), but only deflate, shuffle and "
            + "Fletcher-32 checksums are supported")
      }
      filters.append(filter)
    }
    return filters
  }
}
