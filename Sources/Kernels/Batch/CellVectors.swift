#if LEVEL_V4
  /// Whole numbers as wide as a register.
  typealias LaneWords = SIMD16<Int32>
#elseif LEVEL_V3
  /// Whole numbers as wide as a register.
  typealias LaneWords = SIMD8<Int32>
#else
  /// Whole numbers as wide as a register.
  typealias LaneWords = SIMD4<Int32>
#endif

/// Numbers in a register, and registers that a cell of sixteen samples takes.
@inline(__always) var vectorWidth: Int { Lanes.scalarCount }
@inline(__always) var cellVectors: Int { 16 / Lanes.scalarCount }

/// The sum of the numbers of a vector, by halves.
@inline(__always)
func total(_ vector: Lanes) -> Float {
  #if LEVEL_V4
    let eight = vector.lowHalf + vector.highHalf
    let four = eight.lowHalf + eight.highHalf
  #elseif LEVEL_V3
    let four = vector.lowHalf + vector.highHalf
  #else
    let four = vector
  #endif
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// Twelve sums, all 0.
@inline(__always) var zeroSums: InlineArray<12, Lanes> {
  let zero = Lanes(repeating: 0)
  return [zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero]
}

/// Four vectors, all 0.
@inline(__always) var fourZeros: InlineArray<4, Lanes> {
  let zero = Lanes(repeating: 0)
  return [zero, zero, zero, zero]
}

/// Eight vectors, all 0.
@inline(__always) var eightZeros: InlineArray<8, Lanes> {
  let zero = Lanes(repeating: 0)
  return [zero, zero, zero, zero, zero, zero, zero, zero]
}
