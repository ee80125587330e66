import CNNModel

/// The safetensors format: named tensors after a JSON header.
///
/// A 64-bit little-endian length, a header of that length, the elements of all tensors without
/// gaps. Method: the description of the format in its repository; what its reference reader refuses
/// is refused here.
public enum SafetensorsFile {
  private static let codes: [(code: String, type: ElementType)] = [
    ("F16", .float16), ("BF16", .bfloat16), ("F32", .float32), ("F64", .float64),
    ("I8", .int8), ("I16", .int16), ("I32", .int32), ("I64", .int64),
    ("U8", .uint8), ("U16", .uint16), ("U32", .uint32), ("U64", .uint64), ("BOOL", .bool),
    ("F8_E4M3", .float8e4m3fn), ("F8_E4M3FNUZ", .float8e4m3fnuz), ("F8_E5M2", .float8e5m2),
    ("F8_E5M2FNUZ", .float8e5m2fnuz), ("F8_E8M0", .float8e8m0),
  ]

  /// The types of the format whose tensors are not read, with what they are called.
  private static let foreignCodes = [
    "C64": "complex numbers", "F4": "4-bit floats", "F6_E2M3": "6-bit floats",
    "F6_E3M2": "6-bit floats",
  ]

  /// The longest header that is read: 8 MB, about ten thousand tensors.
  private static let longestHeader = 8 << 20

  /// The tensors in the file `path`, in the order of their data.
  ///
  /// - Throws: ``FileError`` where the file cannot be read, is not a safetensors file, or its
  ///   header contradicts its length.
  package static func read(
    _ path: String, limit: Int = FileContent.limit
  ) throws(FileError) -> [NamedArray] {
    try decode(FileContent.read(path, limit: limit)[...], path: path)
  }

  /// The tensors that the bytes of a safetensors file hold; those of types that are not supported
  /// are left out.
  ///
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` as ``read(_:limit:)`` does.
  package static func decode(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> [NamedArray] { try contents(bytes, path: path).arrays }

  /// The tensors that the bytes of a safetensors file hold, and those of types that are not
  /// supported.
  ///
  /// - Throws: ``FileError`` as ``decode(_:path:)`` does.
  static func contents(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> ArrayContents {
    var rest = ByteCursor(bytes, path: path)
    let header = try header(&rest, of: bytes, path: path)
    var entries: [SafetensorsEntry] = []
    for (name, value) in header where name != "__metadata__" {
      try entries.append(SafetensorsEntry(name, value, path: path))
    }
    return try tensors(entries.sorted { $0.range < $1.range }, in: rest.remaining, path: path)
  }

  static func header(
    _ rest: inout ByteCursor, of bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> [(name: String, value: JSONText)] {
    let length = try rest.littleEndian(UInt64.self)
    guard length <= longestHeader else {
      throw FileError(
        path: path,
        reason: "a safetensors file is expected, whose header takes at most "
          + "\(ByteCount(longestHeader)), but \(FileKind(of: bytes).found)")
    }
    let text = try rest.bytes(Int(length), of: "the header")
    guard text.first == UInt8(ascii: "{"),
      case .object(let members) = try JSONText.parse(text, path: path)
    else {
      throw FileError(path: path, reason: "its header should begin with \"{\"")
    }
    return members
  }

  /// The tensors of entries sorted by their bytes, which must be consecutive.
  private static func tensors(
    _ entries: [SafetensorsEntry], in bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> ArrayContents {
    var (tensors, refused) = ([NamedArray](), [RefusedArray]())
    var rest = ByteCursor(bytes, path: path)
    var end = 0
    for entry in entries {
      let place = "\(path):\(entry.name.brief)"
      try check(entry.range.first, follows: end, place)
      let content = try rest.bytes(entry.range.last - end, of: "the tensor \(entry.name.quoted)")
      switch entry.content {
      case .array(let layout):
        try tensors.append(NamedArray(entry.name, layout.array(content, path: place)))
      case .foreign(let type):
        let reason = "its elements are \(type), which are not supported"
        refused.append(RefusedArray(name: entry.name, reason: reason))
      }
      end = entry.range.last
    }
    guard rest.remaining.isEmpty else {
      throw FileError(
        path: path,
        reason: "its tensors take \(ByteCount(end)), "
          + "but the header is followed by \(ByteCount(bytes.count))")
    }
    return ArrayContents(tensors, refused: refused)
  }

  private static func check(
    _ start: Int, follows end: Int, _ path: String
  ) throws(FileError) {
    guard start != end else { return }
    throw FileError(
      path: path,
      reason: "its data should begin at byte \(end), where the previous tensor ends, "
        + "but begins at \(start)")
  }

  /// The bytes of a file with the tensors, in their order, which the reference reader accepts.
  ///
  /// - Throws: ``FileError`` where two have the same name or one is called `__metadata__`.
  package static func encode(
    _ tensors: [NamedArray], metadata: [String: String] = [:], path: String
  ) throws(FileError) -> [UInt8] {
    let header = try header(of: tensors, metadata, path: path)
    let length = UInt64(header.count)
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + header
    bytes.reserveCapacity(bytes.count + tensors.reduce(0) { $0 + $1.array.bytes.count })
    for tensor in tensors { bytes += tensor.array.bytes }
    return bytes
  }

  /// The header, filled up with blanks to a multiple of 8 bytes.
  private static func header(
    of tensors: [NamedArray], _ metadata: [String: String], path: String
  ) throws(FileError) -> [UInt8] {
    var seen: Set<String> = ["__metadata__"]
    var entries = metadata.isEmpty ? [] : ["\"__metadata__\":\(text(of: metadata))"]
    var start = 0
    for tensor in tensors {
      guard seen.insert(tensor.name).inserted else {
        throw FileError(path: path, reason: "a second \(tensor.name.quoted) cannot be written")
      }
      entries.append(entry(of: tensor, from: start))
      start += tensor.array.bytes.count
    }
    let text = "{" + entries.joined(separator: ",") + "}"
    return Array(text.utf8)
      + Array(repeating: UInt8(ascii: " "), count: (8 - text.utf8.count % 8) % 8)
  }

  private static func entry(of tensor: NamedArray, from start: Int) -> String {
    let array = tensor.array
    let code = codes.first { $0.type == array.elementType }?.code ?? "F32"
    let extents = array.shape.extents.map(String.init).joined(separator: ",")
    return "\(tensor.name.json):{\"dtype\":\"\(code)\",\"shape\":[\(extents)],"
      + "\"data_offsets\":[\(start),\(start + array.bytes.count)]}"
  }

  /// Makes the tensors the content of the file `path`.
  ///
  /// - Parameter metadata: texts that are kept beside the tensors.
  /// - Throws: ``FileError`` as ``FileContent/write(_:to:)`` does, and where two tensors have the same
  ///   name or one is called `__metadata__`.
  public static func write(
    _ tensors: [NamedArray], metadata: [String: String] = [:], to path: String
  ) throws(FileError) {
    try FileContent.write(encode(tensors, metadata: metadata, path: path), to: path)
  }

  static func elementType(code: String) -> ElementType? { codes.first { $0.code == code }?.type }

  /// What the elements of a type of the format are that is not supported; nil for all others.
  static func foreignType(code: String) -> String? { foreignCodes[code] }

  /// Whether bytes begin as such a file does: a plausible length, then `{`.
  static func recognizes(_ bytes: ArraySlice<UInt8>) -> Bool {
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return bytes.count > 8 && (2...UInt64(longestHeader)).contains(length)
      && bytes.dropFirst(8).first == UInt8(ascii: "{")
  }
}
