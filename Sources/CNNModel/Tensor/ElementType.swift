/// The type of the elements of an array, under the name that NumPy and PyTorch give it.
public enum ElementType: String, CaseIterable, Hashable, Sendable {
  /// Floating-point numbers.
  case float16, bfloat16, float32, float64
  /// Floating-point numbers of 8 bits, with 4 or 5 bits of exponent: *fn* has no infinity, *fnuz*
  /// no −0 either. Source: the OCP 8-bit floating point specification, and "8-bit numerical formats
  /// for deep neural networks" (Noune and others, 2022) for *fnuz*.
  case float8e4m3fn = "float8_e4m3fn"
  case float8e4m3fnuz = "float8_e4m3fnuz"
  case float8e5m2 = "float8_e5m2"
  case float8e5m2fnuz = "float8_e5m2fnuz"
  /// Powers of two of 8 bits, and floating-point numbers of 4 bits. Source: the OCP microscaling
  /// formats specification.
  case float8e8m0 = "float8_e8m0fnu"
  case float4e2m1 = "float4_e2m1fn"
  /// Signed integers.
  case int2, int4, int8, int16, int32, int64
  /// Unsigned integers.
  case uint2, uint4, uint8, uint16, uint32, uint64
  /// True or false; in files a byte that is 0 for false and anything else for true.
  case bool
}

extension ElementType: CustomStringConvertible {
  /// The type as NumPy and PyTorch call it: `float32`.
  public var description: String { rawValue }
}

extension ElementType {
  /// Whether it is a floating-point type.
  public var isFloating: Bool { isWideFloating || floatFormat != nil }

  private var isWideFloating: Bool { self == .float32 || self == .float64 }

  /// Whether it is an integer type; `bool` is not one.
  public var isInteger: Bool { !isFloating && self != .bool }

  /// The number of bits of an element; 8 for `bool`.
  package var bitWidth: Int {
    switch self {
    case .int2, .uint2: 2
    case .int4, .uint4, .float4e2m1: 4
    case .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0: 8
    case .int8, .uint8, .bool: 8
    case .float16, .bfloat16, .int16, .uint16: 16
    case .float32, .int32, .uint32: 32
    case .float64, .int64, .uint64: 64
    }
  }

  /// Whether it is a type of signed integers.
  private var isSigned: Bool { rawValue.hasPrefix("int") }

  /// The smallest integer of the type.
  ///
  /// - Precondition: it is not a floating-point type.
  package var minimum: Int128 { isSigned ? -1 << (Int128(bitWidth) - 1) : 0 }

  /// The largest integer of the type.
  ///
  /// - Precondition: it is not a floating-point type.
  package var maximum: Int128 {
    self == .bool ? 1 : (1 << (Int128(bitWidth) - (isSigned ? 1 : 0))) - 1
  }

  /// The type that all have in common; else 32-bit floats.
  static func common(_ types: ArraySlice<ElementType>) -> ElementType {
    guard let first = types.first, types.allSatisfy({ $0 == first }) else { return .float32 }
    return first
  }

  /// An integer wrapped around to the type's width, as a conversion in C does it.
  ///
  /// - Precondition: it is an integer type.
  package func integer(_ number: Int128) -> Int128 {
    let bits = wrapped(number)
    return self == .uint64 ? Int128(UInt64(bitPattern: bits)) : Int128(bits)
  }

  /// An integer wrapped around to the type's width, as a conversion in C does it. Of `uint64` the
  /// signed integer with the same bits.
  ///
  /// - Precondition: it is an integer type.
  func wrapped(_ number: Int128) -> Int64 {
    precondition(isInteger, "\(self) is no integer type")
    let shift = 128 - Int128(bitWidth)
    // Of the unsigned types only uint64 has bits that a signed integer has no room for.
    guard isSigned || bitWidth == 64 else {
      return Int64(truncatingIfNeeded: number & maximum)
    }
    return Int64(truncatingIfNeeded: (number << shift) >> shift)
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
