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
    case 17...20, 24: return "an 8-bit float"
    case 21, 22: return "a 4-bit integer"
    case 23: return "a 4-bit float"
    default: return "type \(code)"
    }
  }

  /// The smallest integer of the type.
  ///
  /// - Precondition: it is not a floating-point type.
  var minimum: Int128 {
    switch self {
    case .int8: Int128(Int8.min)
    case .int16: Int128(Int16.min)
    case .int32: Int128(Int32.min)
    case .int64: Int128(Int64.min)
    default: 0
    }
  }

  /// The largest integer of the type.
  ///
  /// - Precondition: it is not a floating-point type.
  var maximum: Int128 {
    self == .bool ? 1 : minimum < 0 ? -1 - minimum : (1 << (8 * Int128(size))) - 1
  }
}
