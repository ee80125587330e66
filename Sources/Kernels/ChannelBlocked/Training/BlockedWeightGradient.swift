import KernelInterface

#if LEVEL_V4
  /// The numbers of one side that a tile multiplies with vectors of the other.
  @inline(__always) var gradientScalars: Int { 8 }
#else
  /// The numbers of one side that a tile multiplies with vectors of the other.
  @inline(__always) var gradientScalars: Int { 4 }
#endif

/// A tile of a weight gradient, all sums in registers.
@inline(never)
func blockedWeightGradient(_ work: UnsafePointer<BlockedGradient>) {
  switch work.pointee.vectorCount {
  case 1: gradientOfOne(work)
  case 2: gradientOfTwo(work)
  default: gradientOfThree(work)
  }
}

// One function per number of vectors: in a single function, not everything would be inlined.

@inline(never)
private func gradientOfOne(_ work: UnsafePointer<BlockedGradient>) { gradient(work.pointee, 1) }

@inline(never)
private func gradientOfTwo(_ work: UnsafePointer<BlockedGradient>) { gradient(work.pointee, 2) }

@inline(never)
private func gradientOfThree(_ work: UnsafePointer<BlockedGradient>) { gradient(work.pointee, 3) }

@inline(__always)
private func gradient(_ work: BlockedGradient, _ vectors: Int) {
  var sums = twentyFourZeros
  let (second, third) = (work.offsets.1 - work.offsets.0, work.offsets.2 - work.offsets.0)
  for line in 0..<work.samples * work.rows {
    let (sample, row) = line.quotientAndRemainder(dividingBy: work.rows)
    var scalar = work.scalars + sample * work.scalarSample + row * work.scalarRow
    var first =
      work.vectors + work.offsets.0 + sample * work.vectorSample + row * work.vectorRow
    for _ in 0..<work.columns {
      let low = load(first)
      let middle = vectors > 1 ? load(first + second) : low
      let high = vectors > 2 ? load(first + third) : low
      for index in 0..<gradientScalars {
        let factor = Vector(repeating: scalar[index])
        let place = index * vectors
        sums[unchecked: place] = multiplyAdd(sums[unchecked: place], factor, low)
        if vectors > 1 {
          sums[unchecked: place + 1] = multiplyAdd(sums[unchecked: place + 1], factor, middle)
        }
        if vectors > 2 {
          sums[unchecked: place + 2] = multiplyAdd(sums[unchecked: place + 2], factor, high)
        }
      }
      scalar += work.scalarColumn
      first += work.vectorColumn
    }
  }
  keep(sums, work.tile, vectors, isAdded: work.isAdded)
}

/// Writes sums, or adds them to what is there. Both loops have constant bounds, so that the sums
/// stay in registers.
@inline(__always)
private func keep(
  _ sums: InlineArray<24, Vector>, _ tile: UnsafeMutablePointer<Float>, _ vectors: Int,
  isAdded: Bool
) {
  for index in 0..<gradientScalars {
    let place = index * vectors
    let to = tile + place * vectorWidth
    keep(sums[unchecked: place], to, isAdded)
    if vectors > 1 { keep(sums[unchecked: place + 1], to + vectorWidth, isAdded) }
    if vectors > 2 { keep(sums[unchecked: place + 2], to + 2 * vectorWidth, isAdded) }
  }
}

@inline(__always)
private func keep(_ sum: Vector, _ to: UnsafeMutablePointer<Float>, _ isAdded: Bool) {
  store(isAdded ? load(to) + sum : sum, to)
}

/// Up to three taps of a depthwise convolution.
@inline(never)
func blockedDepthwiseGradient(_ work: UnsafePointer<BlockedGradient>) {
  switch work.pointee.vectorCount {
  case 1: depthOfOne(work)
  case 2: depthOfTwo(work)
  default: depthOfThree(work)
  }
}

@inline(never)
private func depthOfOne(_ work: UnsafePointer<BlockedGradient>) { depth(work.pointee, 1) }

@inline(never)
private func depthOfTwo(_ work: UnsafePointer<BlockedGradient>) { depth(work.pointee, 2) }

@inline(never)
private func depthOfThree(_ work: UnsafePointer<BlockedGradient>) { depth(work.pointee, 3) }

@inline(__always)
private func depth(_ work: BlockedGradient, _ vectors: Int) {
  var sums = twelveZeros
  let offsets = work.offsets
  for row in 0..<work.rows {
    var slope = work.scalars + row * work.scalarRow
    var first = work.vectors + row * work.vectorRow
    var column = 0
    while column + 4 <= work.columns {
      for part in 0..<4 {
        let factor = load(slope + part * work.scalarColumn)
        let from = first + part * work.vectorColumn
        addTaps(&sums, 3 * part, factor, from, offsets, vectors)
      }
      slope += 4 * work.scalarColumn
      first += 4 * work.vectorColumn
      column += 4
    }
    while column < work.columns {
      addTaps(&sums, 0, load(slope), first, offsets, vectors)
      slope += work.scalarColumn
      first += work.vectorColumn
      column += 1
    }
  }
  for vector in 0..<vectors {
    let left = sums[unchecked: vector] + sums[unchecked: vector + 3]
    let sum = left + (sums[unchecked: vector + 6] + sums[unchecked: vector + 9])
    let to = work.tile + vector * vectorWidth
    store(work.isAdded ? load(to) + sum : sum, to)
  }
}

@inline(__always)
private func addTaps(
  _ sums: inout InlineArray<12, Vector>, _ place: Int, _ factor: Vector,
  _ from: UnsafePointer<Float>, _ offsets: (Int, Int, Int), _ vectors: Int
) {
  sums[unchecked: place] = multiplyAdd(sums[unchecked: place], factor, load(from + offsets.0))
  if vectors > 1 {
    sums[unchecked: place + 1] = multiplyAdd(
      sums[unchecked: place + 1], factor, load(from + offsets.1))
  }
  if vectors > 2 {
    sums[unchecked: place + 2] = multiplyAdd(
      sums[unchecked: place + 2], factor, load(from + offsets.2))
  }
}
