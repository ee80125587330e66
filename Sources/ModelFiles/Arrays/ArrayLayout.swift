import CNNModel

/// How the bytes of an array lie in a file, and the array they make.
struct ArrayLayout {
  var extents: [Int]
  var elementType: ElementType
  /// Whether the highest byte of an element comes first.
  var isBigEndian = false
  /// Whether neighbors on the first axis lie beside each other, as in Fortran.
  var isColumnMajor = false

  /// The most axes an array may have, as in numpy.
  static let maximumRank = 64

  /// The bytes of all elements, nil where no machine could hold them.
  ///
  /// An extent of 0 does not excuse the others: the product of all that are not 0 must fit,
  /// since strides are such products.
  var byteCount: Int? {
    var places = elementType.size
    for extent in extents where extent != 0 {
      let (product, overflow) = places.multipliedReportingOverflow(by: extent)
      guard extent > 0, !overflow else { return nil }
      places = product
    }
    return extents.contains(0) ? 0 : places
  }

  /// As sentences say it: `3×4 float32`.
  var description: String {
    (extents.isEmpty ? "single" : extents.map(String.init).joined(separator: "×"))
      + " \(elementType)"
  }

  /// The array whose elements are `bytes`.
  ///
  /// - Throws: ``FileError`` where the shape is absurd or needs more or fewer bytes.
  func array(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) -> NumericArray {
    guard extents.count <= Self.maximumRank else {
      throw FileError(
        path: path,
        reason: "the array has \(extents.count) axes, but at most \(Self.maximumRank) are possible")
    }
    guard let byteCount else {
      throw FileError(
        path: path, reason: "an array of \(description) numbers is too large for any machine")
    }
    guard bytes.count == byteCount else {
      throw FileError(
        path: path,
        reason: "an array of \(description) numbers takes \(ByteCount(byteCount)), "
          + "but the header is followed by \(bytes.isEmpty ? "nothing" : "\(ByteCount(bytes.count))")"
      )
    }
    var ordered = bytes
    if isBigEndian { ordered.reverseEach(elementType.size) }
    if isColumnMajor, extents.count > 1 { ordered = rowMajor(ordered) }
    return NumericArray(shape: Shape(extents), elementType: elementType, bytes: ordered)
  }

  /// The elements of a column-major array in row-major order.
  private func rowMajor(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let size = elementType.size
    var steps = [Int](repeating: size, count: extents.count)
    for axis in extents.indices.dropFirst() { steps[axis] = steps[axis - 1] * extents[axis - 1] }
    var ordered: [UInt8] = []
    ordered.reserveCapacity(bytes.count)
    var indices = [Int](repeating: 0, count: extents.count)
    var offset = bytes.startIndex
    while ordered.count < bytes.count {
      ordered += bytes[offset..<offset + size]
      var axis = extents.count - 1
      indices[axis] += 1
      offset += steps[axis]
      while indices[axis] == extents[axis], axis > 0 {
        offset += steps[axis - 1] - steps[axis] * extents[axis]
        indices[axis] = 0
        axis -= 1
        indices[axis] += 1
      }
    }
    return ordered[...]
  }
}

extension ArraySlice<UInt8> {
  /// Turns the order of the bytes around within every group of `size`.
  fileprivate mutating func reverseEach(_ size: Int) {
    guard size > 1 else { return }
    for group in stride(from: startIndex, to: endIndex, by: size) {
      for byte in 0..<size / 2 { swapAt(group + byte, group + size - 1 - byte) }
    }
  }
}
