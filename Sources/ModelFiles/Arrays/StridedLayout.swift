import CNNModel

/// Where the elements of a tensor lie in a storage that it may share with others.
///
/// Element `[i, j, …]` is number `offset + i·strides[0] + j·strides[1] + …` of the storage.
struct StridedLayout {
  let extents: [Int]
  /// In elements.
  let strides: [Int]
  let offset: Int
  let elementType: ElementType

  /// The number of bytes that the tensor takes alone; nil where that overflows.
  var byteCount: Int? { ArrayLayout(extents: extents, elementType: elementType).byteCount }

  /// The tensor in row-major order; its bytes are those of the storage where it lies there so.
  ///
  /// - Throws: ``FileError`` where an element would lie outside of the storage.
  func array(in storage: ArraySlice<UInt8>, path: String) throws(FileError) -> NumericArray {
    let layout = ArrayLayout(extents: extents, elementType: elementType)
    guard let byteCount, let end = end, extents.count <= ArrayLayout.maximumRank else {
      throw FileError(path: path, reason: "its shape, strides or offset are not possible")
    }
    let size = elementType.size
    guard end <= storage.count / size else {
      throw FileError(
        path: path,
        reason: "its last element would be number \(end) of a storage that has "
          + "\(storage.count / size)")
    }
    guard byteCount > 0 else { return try layout.array([], path: path) }
    guard !isContiguous else {
      let start = storage.startIndex + offset * size
      return try layout.array(storage[start..<start + byteCount], path: path)
    }
    return try layout.array(gathered(storage)[...], path: path)
  }

  /// The number of elements that the storage needs at least; nil where that overflows or something
  /// is negative.
  private var end: Int? {
    guard extents.count == strides.count, offset >= 0, extents.allSatisfy({ $0 >= 0 }),
      strides.allSatisfy({ $0 >= 0 })
    else { return nil }
    guard !extents.contains(0) else { return 0 }
    var end = offset
    for (extent, stride) in zip(extents, strides) {
      let (reach, overflow) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, isTooLarge) = end.addingReportingOverflow(reach)
      guard !overflow, !isTooLarge else { return nil }
      end = sum
    }
    return end == Int.max ? nil : end + 1
  }

  private var isContiguous: Bool {
    var expected = 1
    for (extent, stride) in zip(extents, strides).reversed() where extent != 1 {
      guard stride == expected else { return false }
      expected *= extent
    }
    return true
  }

  /// The bytes of the elements in row-major order.
  ///
  /// - Precondition: all of them lie within the storage.
  func gathered(_ storage: ArraySlice<UInt8>) -> [UInt8] {
    let size = elementType.size
    let byteCount = extents.reduce(size, *)
    return [UInt8](unsafeUninitializedCapacity: byteCount) { target, count in
      storage.withUnsafeBytes { source in
        var indices = [Int](repeating: 0, count: extents.count)
        var place = offset
        for start in stride(from: 0, to: byteCount, by: size) {
          let bytes = source[place * size..<(place + 1) * size]
          UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(target)[start...])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes))
          place = next(&indices, place)
        }
      }
      count = byteCount
    }
  }

  /// Moves to the next element in row-major order.
  ///
  /// - Returns: its number in the storage.
  private func next(_ indices: inout [Int], _ place: Int) -> Int {
    var place = place
    for axis in extents.indices.reversed() {
      indices[axis] += 1
      place += strides[axis]
      if indices[axis] < extents[axis] { return place }
      place -= extents[axis] * strides[axis]
      indices[axis] = 0
    }
    return place
  }
}
