import CNNModel

/// Elements with fewer than 8 bits, of which a file has several in a byte, the first in the lowest
/// bits.
struct PackedElements {
  private let type: ElementType

  /// Nil for a type whose elements take whole bytes.
  init?(_ type: ElementType) {
    guard type.bitWidth < 8 else { return nil }
    self.type = type
  }

  private var perByte: Int { 8 / type.bitWidth }

  /// The number of bytes that some elements take.
  func byteCount(of count: Int) -> Int { (count + perByte - 1) / perByte }

  /// A byte for each element of an array, integers with their sign.
  ///
  /// - Returns: the packed bytes themselves where they are not as many as the array needs.
  func elements(of packed: ArraySlice<UInt8>, count: Int) -> ArraySlice<UInt8> {
    guard packed.count == byteCount(of: count) else { return packed }
    let elements = (0..<count).map { index in
      let byte = packed[packed.startIndex + index / perByte]
      let code = (byte >> (index % perByte * type.bitWidth)) & ((1 << type.bitWidth) - 1)
      return type.isInteger ? UInt8(truncatingIfNeeded: type.integer(Int128(code))) : code
    }
    return elements[...]
  }
}
