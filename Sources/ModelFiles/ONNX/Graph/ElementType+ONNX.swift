import CNNModel

extension ElementType {
  /// The type with this number in ONNX; nil where it is not supported.
  init?(onnxCode: Int32) {
    guard let type = Self.byCode[onnxCode] else { return nil }
    self = type
  }

  private static let byCode = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.onnxCode, $0) })

  /// The number of the type in ONNX (`TensorProto.DataType`).
  var onnxCode: Int32 {
    switch self {
    case .float32: 1
    case .uint8: 2
    case .int8: 3
    case .uint16: 4
    case .int16: 5
    case .int32: 6
    case .int64: 7
    case .bool: 9
    case .float16: 10
    case .float64: 11
    case .uint32: 12
    case .uint64: 13
    case .bfloat16: 16
    case .float8e4m3fn: 17
    case .float8e4m3fnuz: 18
    case .float8e5m2: 19
    case .float8e5m2fnuz: 20
    case .uint4: 21
    case .int4: 22
    case .float4e2m1: 23
    case .float8e8m0: 24
    case .uint2: 25
    case .int2: 26
    }
  }

  /// The name of the type with this number in ONNX, for a sentence.
  static func onnxName(_ code: Int32) -> String {
    if let type = ElementType(onnxCode: code) { return type.rawValue }
    switch code {
    case 0: return "no type"
    case 8: return "string"
    case 14: return "complex64"
    case 15: return "complex128"
    case 27, 28: return "a 6-bit float"
    default: return "type \(code)"
    }
  }
}
