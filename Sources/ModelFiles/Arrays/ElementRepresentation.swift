import CNNModel

extension ElementType {
  /// The number of bytes of one element, of which those with fewer than 8 bits take one each.
  package var size: Int { representation.size }

  /// How its elements lie in memory.
  var representation: any ElementRepresentation.Type {
    switch self {
    case .float16: Float16.self
    case .bfloat16: BFloat16.self
    case .float32: Float.self
    case .float64: Double.self
    case .float8e4m3fn: Float8E4M3FN.self
    case .float8e4m3fnuz: Float8E4M3FNUZ.self
    case .float8e5m2: Float8E5M2.self
    case .float8e5m2fnuz: Float8E5M2FNUZ.self
    case .float8e8m0: Float8E8M0.self
    case .float4e2m1: Float4E2M1.self
    case .int2, .int4, .int8: Int8.self
    case .int16: Int16.self
    case .int32: Int32.self
    case .int64: Int64.self
    case .uint2, .uint4, .uint8: UInt8.self
    case .uint16: UInt16.self
    case .uint32: UInt32.self
    case .uint64: UInt64.self
    case .bool: Boolean.self
    }
  }
}

/// An element as it lies in memory, and the numbers it stands for.
protocol ElementRepresentation: BitwiseCopyable {
  /// The nearest 32-bit number; infinite where the element lies beyond them.
  var float: Float { get }
  /// The number itself, for 64-bit integers the nearest one.
  var double: Double { get }
  /// The number itself, nil where it is not an integer or does not fit.
  var int64: Int64? { get }
  /// The shortest digits that read back to the same number.
  var text: String { get }

  // Requirements, so that each type has specialized loops: without them large arrays take ten times
  // as long.
  static func floats(_ bytes: ArraySlice<UInt8>) -> [Float]
  static func doubles(_ bytes: ArraySlice<UInt8>) -> [Double]
  static func int64s(_ bytes: ArraySlice<UInt8>) -> [Int64]?
}

extension ElementRepresentation {
  static var size: Int { MemoryLayout<Self>.size }

  static func floats(_ bytes: ArraySlice<UInt8>) -> [Float] { map(bytes) { $0.float } }
  static func doubles(_ bytes: ArraySlice<UInt8>) -> [Double] { map(bytes) { $0.double } }
  static func int64s(_ bytes: ArraySlice<UInt8>) -> [Int64]? {
    let numbers = map(bytes) { $0.int64 }
    let integers = numbers.compactMap(\.self)
    return integers.count == numbers.count ? integers : nil
  }
  static func texts(_ bytes: ArraySlice<UInt8>) -> [String] { map(bytes) { $0.text } }

  private static func map<R>(_ bytes: ArraySlice<UInt8>, _ change: (Self) -> R) -> [R] {
    bytes.withUnsafeBytes { memory in
      (0..<memory.count / size).map {
        change(memory.loadUnaligned(fromByteOffset: $0 * size, as: Self.self))
      }
    }
  }
}

extension ElementRepresentation where Self: BinaryFloatingPoint & CustomStringConvertible {
  var float: Float { Float(self) }
  var double: Double { Double(self) }
  var int64: Int64? { Int64(exactly: self) }
  var text: String { description }
}

extension ElementRepresentation where Self: FixedWidthInteger {
  var float: Float { Float(self) }
  var double: Double { Double(self) }
  var int64: Int64? { Int64(exactly: self) }
  var text: String { String(self) }
}

extension Float16: ElementRepresentation {}
extension Float: ElementRepresentation {
  /// The same bytes: most large arrays are of this type.
  static func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
    let count = bytes.count / size
    return [Float](unsafeUninitializedCapacity: count) { numbers, filled in
      let memory = UnsafeMutableRawBufferPointer(numbers)
      memory.adviseHugePages()
      bytes.withUnsafeBytes { memory.copyMemory(from: .init(rebasing: $0.prefix(count * size))) }
      filled = count
    }
  }
}
extension Double: ElementRepresentation {}
extension Int8: ElementRepresentation {}
extension Int16: ElementRepresentation {}
extension Int32: ElementRepresentation {}
extension Int64: ElementRepresentation {}
extension UInt8: ElementRepresentation {}
extension UInt16: ElementRepresentation {}
extension UInt32: ElementRepresentation {}
extension UInt64: ElementRepresentation {}

/// The bfloat16 format: the upper half of a `Float`, with 8 bits of exponent and 7 of fraction.
private struct BFloat16: ElementRepresentation {
  private let bits: UInt16

  var float: Float { Float(bitPattern: UInt32(bits) << 16) }
  var double: Double { Double(float) }
  var int64: Int64? { Int64(exactly: float) }
  var text: String { float.description }
}

/// The code of a floating-point number of at most 8 bits.
private protocol SmallFloat: ElementRepresentation {
  static var type: ElementType { get }
  var code: UInt8 { get }
}

extension SmallFloat {
  fileprivate var double: Double { Self.type.floatFormat?.number(Int(code)) ?? .nan }
  fileprivate var float: Float { Float(double) }
  fileprivate var int64: Int64? { Int64(exactly: double) }
  fileprivate var text: String { float.description }
}

private struct Float8E4M3FN: SmallFloat {
  static let type = ElementType.float8e4m3fn
  let code: UInt8
}

private struct Float8E4M3FNUZ: SmallFloat {
  static let type = ElementType.float8e4m3fnuz
  let code: UInt8
}

private struct Float8E5M2: SmallFloat {
  static let type = ElementType.float8e5m2
  let code: UInt8
}

private struct Float8E5M2FNUZ: SmallFloat {
  static let type = ElementType.float8e5m2fnuz
  let code: UInt8
}

private struct Float8E8M0: SmallFloat {
  static let type = ElementType.float8e8m0
  let code: UInt8
}

private struct Float4E2M1: SmallFloat {
  static let type = ElementType.float4e2m1
  let code: UInt8
}

/// A byte that is 0 for false and anything else for true.
private struct Boolean: ElementRepresentation {
  private let byte: UInt8

  var float: Float { byte == 0 ? 0 : 1 }
  var double: Double { byte == 0 ? 0 : 1 }
  var int64: Int64? { byte == 0 ? 0 : 1 }
  var text: String { byte == 0 ? "false" : "true" }
}
