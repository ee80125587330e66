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
    try checkSize(leaves.count, chunkSize, byteCount)
    var bytes = [UInt8](repeating: 0, count: byteCount)
    for leaf in leaves {
      var key = ByteCursor(leaf.key, path: path)
      let stored = try key.littleEndian(UInt32.self)
      let mask = try key.littleEndian(UInt32.self)
      let origin = try origin(&key)
      let data = try content.data(at: leaf.address, count: UInt64(stored))
      try copy(unfiltered(data, mask, chunkSize), to: &bytes, at: origin)
    }
    return bytes
  }

  private func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }

  /// - Throws: ``FileError`` where there are not as many chunks as the shape needs, so that a small
  ///   file cannot claim a large array.
  private func checkSize(_ count: Int, _ chunkSize: Int, _ byteCount: Int) throws(FileError) {
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
      case .checkSum: data = data.dropLast(4)
      case .shuffle: data = unshuffled(data)
      case .deflate:
        guard size / GzipFile.largestRatio <= data.count else {
          throw refused("a chunk claims to decompress to \(ByteCount(size)), which is implausible")
        }
        // Behind deflate may come a check sum.
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
  private func copy(_ data: ArraySlice<UInt8>, to bytes: inout [UInt8], at origin: [Int]) {
    let size = layout.elementType.size
    let last = chunk.count - 1
    let length = min(chunk[last], layout.extents[last] - origin[last]) * size
    var indices = [Int](repeating: 0, count: last)
    for row in 0..<data.count / (chunk[last] * size) {
      let isWithin = indices.indices.allSatisfy { origin[$0] + indices[$0] < layout.extents[$0] }
      if isWithin {
        let start = place(of: origin, indices) * size
        let source = data.startIndex + row * chunk[last] * size
        bytes.replaceSubrange(start..<start + length, with: data[source..<source + length])
      }
      advance(&indices)
    }
  }

  /// The number of the first element of a row of a chunk in the whole data set.
  private func place(of origin: [Int], _ indices: [Int]) -> Int {
    let rest = indices + [0]
    return layout.extents.indices.reduce(0) { $0 * layout.extents[$1] + origin[$1] + rest[$1] }
  }

  private func advance(_ indices: inout [Int]) {
    for axis in indices.indices.reversed() {
      indices[axis] += 1
      if indices[axis] < chunk[axis] { return }
      indices[axis] = 0
    }
  }
}
