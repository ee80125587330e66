import CNNModel

extension NumericArray {
  /// The array of an ONNX tensor, whose bytes are copied once.
  ///
  /// - Parameters:
  ///   - path: the file that the tensor is in.
  ///   - external: where the bytes are that are not in the file.
  /// - Throws: ``FileError`` where its type is not supported, its shape is too large, or its data
  ///   does not have the size of the shape, and as ``ExternalData/bytes(of:count:)`` does.
  init(_ tensor: ProtoTensor, path: String, external: ExternalData) throws(FileError) {
    let name = "\(path):\(tensor.name.brief)"
    let type = try Self.type(of: tensor, name)
    let layout = try Self.layout(of: tensor, type, name)
    let bytes = try Self.bytes(of: tensor, type, layout, external)
    guard bytes.count == layout.byteCount else {
      throw FileError(
        path: name,
        reason: "an array of \(layout.description) numbers takes "
          + "\(ByteCount(layout.byteCount ?? 0)), but there are \(ByteCount(bytes.count))")
    }
    self = try layout.array(bytes, path: name)
  }

  private static func type(
    of tensor: ProtoTensor, _ name: String
  ) throws(FileError) -> ElementType {
    guard let type = ElementType(onnxCode: tensor.dataType) else {
      let found = ElementType.onnxName(tensor.dataType)
      throw FileError(path: name, reason: "its elements are \(found), which is not supported")
    }
    return type
  }

  private static func layout(
    of tensor: ProtoTensor, _ type: ElementType, _ name: String
  ) throws(FileError) -> ArrayLayout {
    if let extent = tensor.dims.first(where: { $0 < 0 }) {
      throw FileError(path: name, reason: "an extent of \(extent) is negative")
    }
    let layout = ArrayLayout(extents: tensor.dims.map { Int($0) }, elementType: type)
    guard let count = layout.byteCount else {
      throw FileError(
        path: name, reason: "an array of \(layout.description) numbers is too large")
    }
    guard count <= FileContent.limit else {
      throw FileError(
        path: name,
        reason: "an array of \(layout.description) numbers takes \(ByteCount(count)), more than "
          + "\(ByteCount(FileContent.limit)) (a quarter of the memory)")
    }
    return layout
  }

  private static func bytes(
    of tensor: ProtoTensor, _ type: ElementType, _ layout: ArrayLayout, _ external: ExternalData
  ) throws(FileError) -> ArraySlice<UInt8> {
    let packed = PackedElements(type)
    let count = layout.byteCount ?? 0
    let stored: ArraySlice<UInt8>
    if tensor.dataLocation != 0 {
      stored = try external.bytes(of: tensor, count: packed?.byteCount(of: count) ?? count)
    } else {
      stored = (tensor.rawData.isEmpty ? typedFields(tensor, type) : [UInt8](tensor.rawData))[...]
    }
    return packed?.elements(of: stored, count: count) ?? stored
  }

  /// The bytes of elements in the typed fields of the message.
  private static func typedFields(_ tensor: ProtoTensor, _ type: ElementType) -> [UInt8] {
    switch type {
    case .float32: bytes(of: tensor.floatData)
    case .float64: bytes(of: tensor.doubleData)
    case .int64: bytes(of: tensor.int64Data)
    case .uint64: bytes(of: tensor.uint64Data)
    case .uint32: bytes(of: tensor.uint64Data.map { UInt32(truncatingIfNeeded: $0) })
    case .int32: bytes(of: tensor.int32Data)
    case .int16, .uint16, .float16, .bfloat16:
      bytes(of: tensor.int32Data.map { UInt16(truncatingIfNeeded: $0) })
    case .bool: tensor.int32Data.map { $0 == 0 ? 0 : 1 }
    // All others have at most 8 bits; of those with fewer a field holds a byte of several.
    default: tensor.int32Data.map { UInt8(truncatingIfNeeded: $0) }
    }
  }

  private static func bytes<E: BitwiseCopyable>(of elements: [E]) -> [UInt8] {
    elements.withUnsafeBytes { [UInt8]($0) }
  }
}
