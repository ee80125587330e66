import CNNModel

extension ElementType {
  /// The type with this number in ONNX; nil where it is not supported.
  init?(onnxCode: Int32) {
    switch onnxCode {
    case 1: self = .float32
    case 2: self = .uint8
    case 3: self = .int8
    case 4: self = .uint16
    case 5: self = .int16
    case 6: self = .int32
    case 7: self = .int64
    case 9: self = .bool
    case 10: self = .float16
    case 11: self = .float64
    case 12: self = .uint32
    case 13: self = .uint64
    case 16: self = .bfloat16
    case 17: self = .float8e4m3fn
    case 18: self = .float8e4m3fnuz
    case 19: self = .float8e5m2
    case 20: self = .float8e5m2fnuz
    case 21: self = .uint4
    case 22: self = .int4
    case 23: self = .float4e2m1
    case 24: self = .float8e8m0
    case 25: self = .uint2
    case 26: self = .int2
    default: return nil
    }
  }

  /// The number of the type in ONNX.
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
