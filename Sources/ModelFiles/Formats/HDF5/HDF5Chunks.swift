/// A data set that is stored in chunks of one shape, each filtered on its own; those at the end reach
/// beyond the extents.
struct HDF5Chunks {
  private let layout: ArrayLayout
  private let chunk: [Int]
  private let filters: [HDF5Filter]
  private let path: String

  /// - Parameters:
  ///   - layout: that of the whole data set.
  ///   - chunk: the extents of a chunk.
  init(_ layout: ArrayLayout, chunk: [Int], _ filters: [HDF5Filter], path: String) {
    (self.layout, self.chunk, self.filters, self.path) = (layout, chunk, filters, path)
  }

  /// All elements in row-major order, in the byte order of the file.
  func bytes(tree: UInt64, _ content: inout HDF5Content) throws(FileError) -> [UInt8] {
    guard chunk.count == layout.extents.count, chunk.allSatisfy({ $0 > 0 }), !chunk.isEmpty,
      let byteCount = layout.byteCount,
      let chunkSize = ArrayLayout(extents: chunk, elementType: layout.elementType).byteCount
    else { throw refused("its chunks do not fit its shape") }
    let keySize = 8 + 8 * (chunk.count + 1)
    let leaves =
      byteCount == 0
      ? [] : try HDF5Tree.leaves(at: tree, keySize: keySize, kind: 1, &content)
    var pieces: [Piece] = []
    for leaf in leaves { try pieces.append(piece(leaf.key, at: leaf.address)) }
    try checkSize(pieces, chunkSize, byteCount)
    var bytes = [UInt8](repeating: 0, count: byteCount)
    for piece in pieces {
      let data = try content.data(at: piece.address, count: UInt64(piece.stored))
      let elements = try unfiltered(data, piece.mask, chunkSize)
      try copy(elements, to: &bytes, at: piece.origin, &content)
    }
    return bytes
  }

  /// A chunk as the file has it.
  private struct Piece {
    let address: UInt64
    /// How many bytes it takes in the file.
    let stored: Int
    /// The filters that it did not go through, a bit each.
    let mask: UInt32
    /// The indices of its first element.
    let origin: [Int]
  }

  private func piece(
    _ key: ArraySlice<UInt8>, at address: UInt64
  ) throws(FileError) -> Piece {
    var key = ByteCursor(key, path: path)
    return Piece(
      address: address, stored: Int(try key.littleEndian(UInt32.self)),
      mask: try key.littleEndian(UInt32.self), origin: try origin(&key))
  }

  private func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }

  /// - Throws: ``FileError`` where there are not as many chunks as the shape needs, or they are too
  ///   small, so that a small file cannot claim a large array.
  private func checkSize(
    _ pieces: [Piece], _ chunkSize: Int, _ byteCount: Int
  ) throws(FileError) {
    let count = pieces.count
    var needed = 1
    for (extent, part) in zip(layout.extents, chunk) {
      let (product, overflow) = needed.multipliedReportingOverflow(by: (extent - 1) / part + 1)
      needed = overflow ? .max : product
    }
    guard byteCount == 0 || count == needed else {
      throw refused("it has \(count) of \(needed) chunks")
    }
    guard byteCount <= FileContent.limit, chunkSize <= max(FileContent.limit, 1) else {
      throw refused("it takes more than the limit of \(ByteCount(FileContent.limit))")
    }
    let stored = pieces.reduce(0) { $0 + $1.stored }
    guard GzipFile.isPlausible(byteCount, from: stored) else {
      throw refused(
        "its chunks take \(ByteCount(stored)), but should become \(ByteCount(byteCount)), which is "
          + "implausible")
    }
  }

  private func origin(_ key: inout ByteCursor) throws(FileError) -> [Int] {
    var origin: [Int] = []
    for (extent, part) in zip(layout.extents, chunk) {
      let start = try key.littleEndian(UInt64.self)
      guard start < UInt64(extent), start % UInt64(part) == 0 else {
        throw refused("a chunk begins at \(start), but its axis has \(extent)")
      }
      origin.append(Int(start))
    }
    return origin
  }

  /// The elements of a chunk before the filters that its mask does not leave out.
  private func unfiltered(
    _ stored: ArraySlice<UInt8>, _ mask: UInt32, _ size: Int
  ) throws(FileError) -> ArraySlice<UInt8> {
    var data = stored
    for (index, filter) in filters.enumerated().reversed()
    where index > 31 || mask >> index & 1 == 0 {
      switch filter {
      case .fletcher32: data = data.dropLast(4)
      case .shuffle: data = unshuffled(data)
      case .deflate:
        guard size / GzipFile.largestRatio <= data.count else {
          throw refused("a chunk claims to decompress to \(ByteCount(size)), which is implausible")
        }
        // A Fletcher-32 checksum may come behind.
        data = try Inflater.decompress(zlib: data, atMost: size + 4, path: path)[...]
      }
    }
    guard data.count == size else {
      throw refused("a chunk has \(ByteCount(data.count)), but should have \(ByteCount(size))")
    }
    return data
  }

  /// The bytes of elements that were stored as all first bytes, all second bytes, and so on.
  private func unshuffled(_ data: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let size = layout.elementType.size
    let count = data.count / size
    var bytes = Array(data)
    for part in 0..<size {
      for index in 0..<count {
        bytes[index * size + part] = data[data.startIndex + part * count + index]
      }
    }
    return bytes[...]
  }

  /// Copies a chunk row by row, as far as it lies within the extents.
  ///
  /// A row goes over the last axes that the chunk has whole, and the one before them.
  private func copy(
    _ data: ArraySlice<UInt8>, to bytes: inout [UInt8], at origin: [Int],
    _ content: inout HDF5Content
  ) throws(FileError) {
    var last = chunk.count - 1
    while last > 0, chunk[last] == layout.extents[last] { last -= 1 }
    let step = chunk[(last + 1)...].reduce(layout.elementType.size, *)
    let length = min(chunk[last], layout.extents[last] - origin[last]) * step
    let rows = data.count / (chunk[last] * step)
    try content.step(rows / Self.rowsInStep)
    var indices = [Int](repeating: 0, count: last)
    bytes.withUnsafeMutableBytes { target in
      data.withUnsafeBytes { source in
        for row in 0..<rows {
          if let place = place(of: indices, at: origin) {
            let start = row * chunk[last] * step
            UnsafeMutableRawBufferPointer(rebasing: target[(place * step)...]).copyMemory(
              from: UnsafeRawBufferPointer(rebasing: source[start..<start + length]))
          }
          advance(&indices)
        }
      }
    }
  }

  /// How many rows are one step of the work that a file may ask for.
  private static let rowsInStep = 16

  /// The number of the first element of a row of a chunk, counted in the elements of the row's first
  /// axis; nil where the row lies outside of the extents.
  private func place(of indices: [Int], at origin: [Int]) -> Int? {
    var place = 0
    for axis in indices.indices {
      let index = origin[axis] + indices[axis]
      guard index < layout.extents[axis] else { return nil }
      place = place * layout.extents[axis] + index
    }
    return place * layout.extents[indices.count] + origin[indices.count]
  }

  private func advance(_ indices: inout [Int]) {
    for axis in indices.indices.reversed() {
      indices[axis] += 1
      if indices[axis] < chunk[axis] { return }
      indices[axis] = 0
    }
  }
}
