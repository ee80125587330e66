import CNNModel

/// The safetensors format: named tensors behind a header of JSON.
///
/// A length of 64 bits, lowest byte first, a header of that length, the elements of all tensors
/// without gaps. Method: the format's description in its repository; what its own reader refuses
/// is refused here.
public enum SafetensorsFile {
  private static let codes: [(code: String, type: ElementType)] = [
    ("F16", .float16), ("BF16", .bfloat16), ("F32", .float32), ("F64", .float64),
    ("I8", .int8), ("I16", .int16), ("I32", .int32), ("I64", .int64),
    ("U8", .uint8), ("U16", .uint16), ("U32", .uint32), ("U64", .uint64), ("BOOL", .bool),
  ]

  /// The longest header that is read: 8 MB, some ten thousand tensors.
  private static let longestHeader = 8 << 20

  /// The tensors in the file `path`, in the order in which they lie there.
  ///
  /// - Throws: ``FileError`` where the file cannot be read, is no safetensors file, or its header
  ///   and its length do not fit each other.
  public static func read(
    _ path: String, limit: Int = FileContent.limit
  ) throws(FileError) -> [NamedArray] {
    try decode(FileContent.read(path, limit: limit)[...], path: path)
  }

  /// The tensors that the bytes of a safetensors file hold.
  ///
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` as ``read(_:limit:)`` does.
  public static func decode(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> [NamedArray] {
    var rest = ByteCursor(bytes, path: path)
    let length = try rest.little(UInt64.self)
    guard length <= longestHeader else {
      throw FileError(
        path: path,
        reason: "a safetensors file is expected, whose header takes at most "
          + "\(ByteCount(longestHeader)), but \(FileKind(of: bytes).found)")
    }
    let header = try rest.bytes(Int(length), of: "the header")
    guard header.first == UInt8(ascii: "{"),
      case .object(let members) = try JSONText.parse(header, path: path)
    else {
      throw FileError(path: path, reason: "its header should begin with \"{\"")
    }
    var entries: [SafetensorsEntry] = []
    for (name, value) in members where name != "__metadata__" {
      try entries.append(SafetensorsEntry(name, value, path: path))
    }
    return try tensors(entries.sorted { $0.range < $1.range }, in: rest.remaining, path: path)
  }

  /// The tensors of entries in the order of their bytes, which leave no byte out and share none.
  private static func tensors(
    _ entries: [SafetensorsEntry], in bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> [NamedArray] {
    var tensors: [NamedArray] = []
    var rest = ByteCursor(bytes, path: path)
    var end = 0
    for entry in entries {
      let place = "\(path):\(entry.name.brief)"
      guard entry.range.first == end else {
        throw FileError(
          path: place,
          reason: "its bytes should begin at \(end), where those before it end, "
            + "but begin at \(entry.range.first)")
      }
      let content = try rest.bytes(entry.range.last - end, of: "the tensor \(entry.name.quoted)")
      try tensors.append(NamedArray(entry.name, entry.layout.array(content, path: place)))
      end = entry.range.last
    }
    guard rest.remaining.isEmpty else {
      throw FileError(
        path: path,
        reason:
          "its tensors take \(ByteCount(end)), "
          + "but the header is followed by \(ByteCount(bytes.count))")
    }
    return tensors
  }

  /// The bytes of a file with the tensors, in their order, which PyTorch's reader takes.
  ///
  /// - Throws: ``FileError`` where two have the same name or one is called `__metadata__`.
  public static func encode(_ tensors: [NamedArray], path: String) throws(FileError) -> [UInt8] {
    var seen: Set<String> = ["__metadata__"]
    var header = "{"
    var start = 0
    for tensor in tensors {
      guard seen.insert(tensor.name).inserted else {
        throw FileError(path: path, reason: "a second \(tensor.name.quoted) cannot be written")
      }
      let array = tensor.array
      let code = codes.first { $0.type == array.elementType }?.code ?? "F32"
      let extents = array.shape.extents.map(String.init).joined(separator: ",")
      let end = start + array.bytes.count
      header += header.count > 1 ? "," : ""
      header += "\(tensor.name.json):{\"dtype\":\"\(code)\",\"shape\":[\(extents)],"
      header += "\"data_offsets\":[\(start),\(end)]}"
      start = end
    }
    header += "}"
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let length = UInt64(header.utf8.count)
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + Array(header.utf8)
    bytes.reserveCapacity(bytes.count + start)
    for tensor in tensors { bytes += tensor.array.bytes }
    return bytes
  }

  /// Makes the tensors the content of the file `path`.
  ///
  /// - Throws: ``FileError`` as ``encode(_:path:)`` and ``FileContent/write(_:to:)`` do.
  public static func write(_ tensors: [NamedArray], to path: String) throws(FileError) {
    try FileContent.write(encode(tensors, path: path), to: path)
  }

  static func elementType(code: String) -> ElementType? { codes.first { $0.code == code }?.type }

  /// Whether bytes begin as such a file does: a length that may be, then `{`.
  static func recognizes(_ bytes: ArraySlice<UInt8>) -> Bool {
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return bytes.count > 8 && (2...UInt64(longestHeader)).contains(length)
      && bytes.dropFirst(8).first == UInt8(ascii: "{")
  }
}
