import CNNModel

/// The type of the elements of a data set or attribute.
struct HDF5Type {
  enum Content: Hashable {
    case numbers(ElementType, isBigEndian: Bool)
    /// Texts of a fixed number of bytes.
    case texts
    /// References to texts of any length.
    case textReferences
    /// What cannot be read, with its name.
    case other(String)
  }

  let content: Content
  /// The number of bytes of an element.
  let size: Int

  init(_ cursor: inout ByteCursor) throws(FileError) {
    let code = try cursor.byte() & 0x0F
    let flags = try cursor.bytes(3, of: "a type")
    let first = flags[flags.startIndex]
    size = Int(try cursor.littleEndian(UInt32.self))
    content =
      switch code {
      case 0: Self.integers(size, isSigned: first & 8 != 0, isBigEndian: first & 1 != 0)
      case 1: try Self.floats(size, isBigEndian: first & 1 != 0, &cursor)
      case 3: .texts
      case 8: try Self.enumeration(&cursor)
      case 9: first & 0x0F == 1 ? .textReferences : .other("variable-length lists")
      default: .other(Self.names[Int(code)] ?? "of an unknown type")
      }
  }

  private static let names = [
    2: "times", 4: "bit fields", 5: "opaque", 6: "of a compound type", 7: "references",
    10: "arrays",
  ]

  private static func integers(_ size: Int, isSigned: Bool, isBigEndian: Bool) -> Content {
    let types: [Int: (ElementType, ElementType)] = [
      1: (.int8, .uint8), 2: (.int16, .uint16), 4: (.int32, .uint32), 8: (.int64, .uint64),
    ]
    guard let pair = types[size] else { return .other("integers of \(size) bytes") }
    return .numbers(isSigned ? pair.0 : pair.1, isBigEndian: isBigEndian)
  }

  /// IEEE 754 numbers, and those of 16 bits with an exponent of 8.
  private static func floats(
    _ size: Int, isBigEndian: Bool, _ cursor: inout ByteCursor
  ) throws(FileError) -> Content {
    let properties = Array(try cursor.bytes(12, of: "a type"))
    let type: ElementType? =
      switch (size, properties[5]) {
      case (2, 5): .float16
      case (2, 8): .bfloat16
      case (4, 8): .float32
      case (8, 11): .float64
      default: nil
      }
    guard let type else { return .other("numbers of \(size) bytes") }
    return .numbers(type, isBigEndian: isBigEndian)
  }

  /// What h5py writes for truth values: named integers of one byte.
  private static func enumeration(_ cursor: inout ByteCursor) throws(FileError) -> Content {
    let code = try cursor.byte() & 0x0F
    _ = try cursor.bytes(3, of: "a type")
    let size = try cursor.littleEndian(UInt32.self)
    return code == 0 && size == 1 ? .numbers(.bool, isBigEndian: false) : .other("enumerations")
  }
}

/// The extents of a data set or attribute; empty for a single value.
struct HDF5Extents {
  let extents: [Int]

  init(_ cursor: inout ByteCursor) throws(FileError) {
    let version = try cursor.byte()
    let rank = Int(try cursor.byte())
    _ = try cursor.byte()
    _ = try cursor.bytes(version == 1 ? 5 : 1, of: "extents")
    var extents: [Int] = []
    for _ in 0..<rank {
      try extents.append(Int(clamping: cursor.littleEndian(UInt64.self)))
    }
    self.extents = extents
  }
}
