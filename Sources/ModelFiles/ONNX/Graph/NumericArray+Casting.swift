import CNNModel

extension NumericArray {
  /// An array of any type with the given values: rounded to the nearest for a floating-point type,
  /// infinite or NaN beyond its largest number; truncated and wrapped around for an integer type;
  /// true unless 0 for `bool`.
  ///
  /// - Precondition: there are as many numbers as the shape has elements.
  package init(shape: Shape, type: ElementType, numbers: [Double]) {
    switch type {
    case .float16: self.init(shape, type, numbers.map { Float16($0) })
    case .bfloat16: self.init(shape, type, numbers.map { UInt16(roundingToBFloat16: $0) })
    case .float32: self.init(shape, type, numbers.map { Float($0) })
    case .float64: self.init(shape, type, numbers)
    case .bool: self.init(shape, type, numbers.map { UInt8($0 == 0 ? 0 : 1) })
    default:
      guard let format = type.floatFormat else {
        self.init(shape: shape, type: type, integers: numbers.map(Int128.init(truncating:)))
        return
      }
      self.init(shape, type, numbers.map { UInt8(format.code($0, saturates: false)) })
    }
  }

  /// An array of any type with the given values, wrapped around for an integer type and rounded to
  /// the nearest for a floating-point type.
  ///
  /// - Precondition: there are as many numbers as the shape has elements.
  package init(shape: Shape, type: ElementType, integers: [Int128]) {
    switch type {
    case .int2, .int4, .int8: self.init(shape, type, integers.map { Int8(type.integer($0)) })
    case .int16: self.init(shape, type, integers.map { Int16(truncatingIfNeeded: $0) })
    case .int32: self.init(shape, type, integers.map { Int32(truncatingIfNeeded: $0) })
    case .int64: self.init(shape, type, integers.map { Int64(truncatingIfNeeded: $0) })
    case .uint2, .uint4, .uint8: self.init(shape, type, integers.map { UInt8(type.integer($0)) })
    case .uint16: self.init(shape, type, integers.map { UInt16(truncatingIfNeeded: $0) })
    case .uint32: self.init(shape, type, integers.map { UInt32(truncatingIfNeeded: $0) })
    case .uint64: self.init(shape, type, integers.map { UInt64(truncatingIfNeeded: $0) })
    case .bool: self.init(shape, type, integers.map { UInt8($0 == 0 ? 0 : 1) })
    default: self.init(shape: shape, type: type, numbers: integers.map { Double($0) })
    }
  }

  private init<E: BitwiseCopyable>(_ shape: Shape, _ type: ElementType, _ elements: [E]) {
    self.init(
      shape: shape, elementType: type, bytes: elements.withUnsafeBytes { [UInt8]($0)[...] })
  }

  /// The same values as another type, rounded as by ``init(shape:type:numbers:)``; integers become
  /// other integers exactly, apart from wrapping around.
  package func cast(to type: ElementType) -> NumericArray {
    if type == elementType { return self }
    return elementType.isFloating
      ? NumericArray(shape: shape, type: type, numbers: doubles)
      : NumericArray(shape: shape, type: type, integers: integers)
  }

  /// The elements in row-major order, truncated to integers.
  package var integers: [Int128] {
    switch elementType {
    case .int2, .int4, .int8: loaded(Int8.self)
    case .int16: loaded(Int16.self)
    case .int32: loaded(Int32.self)
    case .int64: loaded(Int64.self)
    case .uint2, .uint4, .uint8: loaded(UInt8.self)
    case .uint16: loaded(UInt16.self)
    case .uint32: loaded(UInt32.self)
    case .uint64: loaded(UInt64.self)
    case .bool: bytes.map { $0 == 0 ? 0 : 1 }
    default: doubles.map(Int128.init(truncating:))
    }
  }

  private func loaded<N: FixedWidthInteger>(_: N.Type) -> [Int128] {
    bytes.withUnsafeBytes { memory in
      (0..<memory.count / MemoryLayout<N>.size).map {
        Int128(memory.loadUnaligned(fromByteOffset: $0 * MemoryLayout<N>.size, as: N.self))
      }
    }
  }

  /// The elements at offsets of this array, in that order, under a shape.
  ///
  /// - Precondition: the offsets lie within the array and are as many as the shape has elements.
  func gathering(_ offsets: [Int], shape: Shape) -> NumericArray {
    let size = elementType.size
    var picked: [UInt8] = []
    picked.reserveCapacity(offsets.count * size)
    for offset in offsets {
      let start = bytes.startIndex + offset * size
      picked += bytes[start..<start + size]
    }
    return NumericArray(shape: shape, elementType: elementType, bytes: picked[...])
  }
}

extension UInt16 {
  /// The bits of the nearest bfloat16, with ties to even.
  fileprivate init(roundingToBFloat16 number: Double) {
    let bits = Float(number).bitPattern
    guard !number.isNaN else {
      self = UInt16(bits >> 16) | 0x40
      return
    }
    self = UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }
}
