/// The sum of a vector's lanes, by halves.
@inline(__always)
func horizontalSum(_ vector: Vector) -> Float {
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

/// The sum of a vector's lanes, one by one.
@inline(__always)
func sumInOrder(_ vector: Vector) -> Float {
  var sum: Float = 0
  for lane in 0..<vectorWidth { sum += vector[lane] }
  return sum
}

// Initial sums, written out: a call of `InlineArray.init(repeating:)` may not be inlined, which
// moves the sums to memory and emits a specialization that the linker could use for the rest of the
// program.

@inline(__always) var fourZeros: InlineArray<4, Vector> {
  let zero = Vector(repeating: 0)
  return [zero, zero, zero, zero]
}

@inline(__always) var eightZeros: InlineArray<8, Vector> { eightSums(Vector(repeating: 0)) }

/// The same sum eight times.
@inline(__always)
func eightSums(_ sum: Vector) -> InlineArray<8, Vector> {
  [sum, sum, sum, sum, sum, sum, sum, sum]
}

@inline(__always) var twelveZeros: InlineArray<12, Vector> {
  let zero = Vector(repeating: 0)
  return [zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero]
}

@inline(__always) var sixteenZeros: InlineArray<16, Vector> {
  let zero = Vector(repeating: 0)
  return [
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
  ]
}

@inline(__always) var thirtySixZeros: InlineArray<36, Vector> {
  let zero = Vector(repeating: 0)
  return [
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
  ]
}

@inline(__always) var twentyFourZeros: InlineArray<24, Vector> {
  let zero = Vector(repeating: 0)
  return [
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
  ]
}
