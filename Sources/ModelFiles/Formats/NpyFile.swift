import CNNModel

/// The `.npy` format of NumPy: one array, versions 1 to 3, either byte order, either memory order.
///
/// Method: NEP 1 and the documentation of `numpy.lib.format`.
public enum NpyFile {
  /// The first bytes of every such file.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  private static let codes: [(code: String, type: ElementType)] = [
    ("f2", .float16), ("f4", .float32), ("f8", .float64),
    ("i1", .int8), ("i2", .int16), ("i4", .int32), ("i8", .int64),
    ("u1", .uint8), ("u2", .uint16), ("u4", .uint32), ("u8", .uint64),
    ("b1", .bool), ("?", .bool),
  ]

  static func elementType(code: String) -> ElementType? { codes.first { $0.code == code }?.type }

  /// The array in the file `path`.
  ///
  /// - Throws: ``FileError`` where the file cannot be read, is no `.npy` file or holds anything but
  ///   one array of real numbers.
  package static func read(
    _ path: String, limit: Int = FileContent.limit
  ) throws(FileError) -> NumericArray {
    try decode(FileContent.read(path, limit: limit)[...], path: path)
  }

  /// The array that the bytes of a `.npy` file hold.
  ///
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` as ``read(_:limit:)`` does. No memory is allocated before the header's
  ///   claims have been checked.
  package static func decode(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> NumericArray {
    guard bytes.starts(with: magic) else {
      throw FileError(
        path: path,
        reason: "an .npy file is expected, which begins with \\x93NUMPY, "
          + "but \(FileKind(of: bytes).found)")
    }
    var rest = ByteCursor(bytes.dropFirst(magic.count), path: path)
    let length = try headerLength(&rest, path: path)
    let layout = try NpyHeader.layout(rest.bytes(length, of: "the header"), path: path)
    return try layout.array(rest.remaining, path: path)
  }

  private static func headerLength(
    _ rest: inout ByteCursor, path: String
  ) throws(FileError) -> Int {
    let version = try (rest.byte(), rest.byte())
    guard (1...3).contains(version.0), version.1 == 0 else {
      throw FileError(
        path: path,
        reason: "versions 1.0 to 3.0 of .npy are supported, but this is \(version.0).\(version.1)")
    }
    if version.0 == 1 { return try Int(rest.littleEndian(UInt16.self)) }
    return try Int(rest.littleEndian(UInt32.self))
  }

  /// The bytes of a version 1.0 file with the array, row-major and little-endian. The elements
  /// begin at a multiple of 64 bytes.
  ///
  /// ``ElementType/bfloat16``, which `.npy` does not have, is written as float32.
  public static func encode(_ array: NumericArray) -> [UInt8] {
    guard codes.contains(where: { $0.type == array.elementType }) else {
      return encode(NumericArray(array.tensor))
    }
    return header(array.shape, array.elementType) + array.bytes
  }

  /// What stands before the elements of an array.
  ///
  /// - Precondition: `.npy` has the type.
  static func header(_ shape: Shape, _ type: ElementType) -> [UInt8] {
    guard let code = codes.first(where: { $0.type == type })?.code else {
      preconditionFailure("no .npy file of \(type)")
    }
    let order = type.size == 1 ? "|" : "<"
    let extents = shape.extents.map(String.init).joined(separator: ", ")
    let tuple = shape.rank == 1 ? "(\(extents),)" : "(\(extents))"
    let header = "{'descr': '\(order)\(code)', 'fortran_order': False, 'shape': \(tuple), }"
    let start = magic.count + 4
    let padding = 63 - (start + header.utf8.count) % 64
    let length = header.utf8.count + padding + 1
    return magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(header.utf8)
      + [UInt8](repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
  }

  /// Makes the array the content of the file `path`, which `numpy.load` reads.
  ///
  /// - Throws: ``FileError`` as ``FileContent/write(_:to:)`` does.
  public static func write(_ array: NumericArray, to path: String) throws(FileError) {
    try FileContent.write(encode(array), to: path)
  }
}
