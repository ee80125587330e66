import CNNModel

/// What PyTorch calls the types of elements.
enum TorchElements {
  /// The types that can be read, by the names of their types and typed storages.
  private static let all: [(dtype: String, storage: String, type: ElementType)] = [
    ("float32", "FloatStorage", .float32), ("float64", "DoubleStorage", .float64),
    ("float16", "HalfStorage", .float16), ("bfloat16", "BFloat16Storage", .bfloat16),
    ("int8", "CharStorage", .int8), ("uint8", "ByteStorage", .uint8),
    ("int16", "ShortStorage", .int16), ("int32", "IntStorage", .int32),
    ("int64", "LongStorage", .int64), ("bool", "BoolStorage", .bool),
    ("uint16", "", .uint16), ("uint32", "", .uint32), ("uint64", "", .uint64),
  ]

  /// The type of a name such as `torch.float32` or `torch.FloatStorage`; nil where it cannot be read.
  static func type(_ name: String) -> ElementType? {
    let word = name.split(separator: ".").last.map(String.init) ?? name
    return all.first { [$0.dtype, $0.storage].contains(word) }?.type
  }

  /// The name of a type for a sentence: `ComplexFloat` of `torch.ComplexFloatStorage`.
  static func name(_ name: String) -> String {
    let word = name.split(separator: ".").last.map(String.init) ?? name
    return word.hasSuffix("Storage") ? String(word.dropLast("Storage".count)) : word
  }

  /// The number of bytes of an element in a storage of this name, also of types that cannot be read.
  static func size(_ name: String) -> Int {
    if let type = type(name) { return type.size }
    return switch Self.name(name) {
    case "ComplexFloat": 8
    case "ComplexDouble": 16
    case "QInt32": 4
    default: 1
    }
  }
}
