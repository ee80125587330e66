/// The type of the elements of an array, under the name that NumPy and PyTorch give it.
public enum ElementType: String, CaseIterable, Hashable, Sendable {
  /// Floating-point numbers.
  case float16, bfloat16, float32, float64
  /// Signed integers.
  case int8, int16, int32, int64
  /// Unsigned integers.
  case uint8, uint16, uint32, uint64
  /// True or false; in files a byte that is 0 for false and anything else for true.
  case bool
}

extension ElementType: CustomStringConvertible {
  /// The type as NumPy and PyTorch call it: `float32`.
  public var description: String { rawValue }
}

extension ElementType {
  /// Whether it is a floating-point type.
  public var isFloating: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: true
    default: false
    }
  }

  /// Whether it is an integer type; `bool` is not one.
  public var isInteger: Bool { !isFloating && self != .bool }

  /// The type that all have in common; else 32-bit floats.
  static func common(_ types: ArraySlice<ElementType>) -> ElementType {
    guard let first = types.first, types.allSatisfy({ $0 == first }) else { return .float32 }
    return first
  }

  /// An integer wrapped around to the type's width, as a conversion in C does it. Of `uint64` the
  /// signed integer with the same bits.
  ///
  /// - Precondition: it is an integer type.
  func wrapped(_ number: Int128) -> Int64 {
    switch self {
    case .int8: Int64(Int8(truncatingIfNeeded: number))
    case .int16: Int64(Int16(truncatingIfNeeded: number))
    case .int32: Int64(Int32(truncatingIfNeeded: number))
    case .uint8: Int64(UInt8(truncatingIfNeeded: number))
    case .uint16: Int64(UInt16(truncatingIfNeeded: number))
    case .uint32: Int64(UInt32(truncatingIfNeeded: number))
    case .int64, .uint64: Int64(truncatingIfNeeded: number)
    default: preconditionFailure("\(self) is no integer type")
    }
  }
}

extension Int128 {
  /// The number truncated to an integer; 0 for NaN, and clamped to ±2¹⁰⁰.
  package init(truncating number: Double) {
    self = number.isNaN ? 0 : Int128(Swift.max(-0x1p100, Swift.min(0x1p100, number)))
  }

  /// The power by repeated squaring, wrapped around; the reciprocals of negative powers are truncated
  /// to 0 but for those of ±1.
  package func power(_ exponent: Int128) -> Int128 {
    guard exponent >= 0 else {
      return self == 1 || (self == -1 && exponent & 1 == 0) ? 1 : self == -1 ? -1 : 0
    }
    var (result, square, rest) = (Int128(1), self, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = result &* square }
      square = square &* square
      rest >>= 1
    }
    return result
  }
}
