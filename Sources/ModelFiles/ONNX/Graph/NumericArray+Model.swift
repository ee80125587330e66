import CNNModel

extension NumericArray {
  /// The array of an ONNX tensor, whose bytes are copied once.
  ///
  /// - Throws: ``FileError`` where its type has no arrays here, its shape is absurd, its numbers
  ///   are in another file or are not as many as the shape has.
  init(_ tensor: ProtoTensor, path: String) throws(FileError) {
    let name = "\(path):\(tensor.name.brief)"
    guard tensor.dataLocation == 0 else {
      throw FileError(path: name, reason: "its numbers are in another file, which is not read")
    }
    guard let type = ElementType(modelCode: tensor.dataType) else {
      throw FileError(
        path: name,
        reason: "its elements are \(ElementType.modelName(tensor.dataType)), which is not supported"
      )
    }
    if let extent = tensor.dims.first(where: { $0 < 0 }) {
      throw FileError(path: name, reason: "an extent of \(extent) is below 0")
    }
    let layout = ArrayLayout(extents: tensor.dims.map { Int($0) }, elementType: type)
    guard let count = layout.byteCount, count <= FileContent.limit else {
      throw FileError(
        path: name, reason: "an array of \(layout.description) numbers is too large")
    }
    let bytes =
      tensor.rawData.isEmpty ? Self.listed(tensor, type) : [UInt8](tensor.rawData)
    guard bytes.count == count else {
      throw FileError(
        path: name,
        reason: "an array of \(layout.description) numbers takes \(ByteCount(count)), "
          + "but there are \(ByteCount(bytes.count))")
    }
    self = try layout.array(bytes[...], path: name)
  }

  /// The bytes of numbers that the file lists one by one.
  private static func listed(_ tensor: ProtoTensor, _ type: ElementType) -> [UInt8] {
    switch type {
    case .float32: bytes(of: tensor.floatData)
    case .float64: bytes(of: tensor.doubleData)
    case .int64: bytes(of: tensor.int64Data)
    case .uint64: bytes(of: tensor.uint64Data)
    case .uint32: bytes(of: tensor.uint64Data.map { UInt32(truncatingIfNeeded: $0) })
    case .int32: bytes(of: tensor.int32Data)
    case .int16, .uint16, .float16, .bfloat16:
      bytes(of: tensor.int32Data.map { UInt16(truncatingIfNeeded: $0) })
    case .int8, .uint8: bytes(of: tensor.int32Data.map { UInt8(truncatingIfNeeded: $0) })
    case .bool: tensor.int32Data.map { $0 == 0 ? 0 : 1 }
    }
  }

  private static func bytes<E: BitwiseCopyable>(of elements: [E]) -> [UInt8] {
    elements.withUnsafeBytes { [UInt8]($0) }
  }
}
