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

  /// A byte for each element of an array, integers with their sign.
  ///
  /// - Returns: the packed bytes themselves where they are not as many as the array needs.
  func elements(of packed: [UInt8], _ layout: ArrayLayout) -> [UInt8] {
    let perByte = 8 / type.bitWidth
    guard let count = layout.byteCount, packed.count == (count + perByte - 1) / perByte else {
      return packed
    }
    return (0..<count).map { index in
      let bits = packed[index / perByte] >> (index % perByte * type.bitWidth)
      let code = bits & (1 << type.bitWidth - 1)
      return type.isInteger ? UInt8(truncatingIfNeeded: type.integer(Int128(code))) : code
    }
  }
}
