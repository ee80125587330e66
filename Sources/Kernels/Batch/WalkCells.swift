import KernelInterface

/// `channels` target channels of `cells` neighboring cells, all sums in registers.
@inline(__always)
func walkCells(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ part: WalkPart, _ first: Int, _ channels: Int, _ cells: Int
) {
  let (walk, tile, span) = (walk.pointee, tile.pointee, span.pointee)
  let vectors = cells * cellVectors
  let step = Int(span.step)
  let stride = walk.weightTargetStride
  var source =
    UnsafePointer(frame.pointee.group) + walk.source + tile.source + Int(span.source)
    + first * step + part.first * walk.sourceStride
  var weights =
    UnsafePointer(frame.pointee.shared) + walk.weights + tile.weights
    + part.first * walk.weightSourceStride
  let targetStep = Int(span.targetStep)
  let target =
    frame.pointee.group + walk.target + tile.first * walk.targetStride + Int(span.target)
    + first * targetStep
  var sums = walkSums
  if part.first > 0 {
    for channel in 0..<channels {
      for vector in 0..<vectors {
        sums[unchecked: channel * vectors + vector] = load(
          target + channel * walk.targetStride + place(vector, targetStep))
      }
    }
  } else if walk.bias >= 0 {
    let bias = frame.pointee.shared + walk.bias + tile.first
    for channel in 0..<channels {
      let start = Lanes(repeating: bias[channel])
      for vector in 0..<vectors { sums[unchecked: channel * vectors + vector] = start }
    }
  }
  let taps = walk.taps.baseAddress.unsafelyUnwrapped + Int(span.firstTap)
  if span.tapCount == 1 {
    source += Int(taps.pointee.source)
    weights += Int(taps.pointee.weight)
    for _ in 0..<part.count {
      addTap(&sums, source, step, weights, stride, channels, vectors)
      source += walk.sourceStride
      weights += walk.weightSourceStride
    }
  } else {
    let end = taps + Int(span.tapCount)
    for _ in 0..<part.count {
      var tap = taps
      while tap < end {
        addTap(
          &sums, source + Int(tap.pointee.source), step, weights + Int(tap.pointee.weight), stride,
          channels, vectors)
        tap += 1
      }
      source += walk.sourceStride
      weights += walk.weightSourceStride
    }
  }
  for channel in 0..<channels {
    for vector in 0..<vectors {
      store(
        sums[unchecked: channel * vectors + vector],
        target + channel * walk.targetStride + place(vector, targetStep))
    }
  }
}

/// Where a register of neighboring cells lies that are so far apart.
@inline(__always)
private func place(_ vector: Int, _ step: Int) -> Int {
  vector / cellVectors * step + vector % cellVectors * vectorWidth
}

/// Adds one source cell times its weights to the sums of all channels.
@inline(__always)
private func addTap(
  _ sums: inout InlineArray<24, Lanes>, _ from: UnsafePointer<Float>, _ step: Int,
  _ weight: UnsafePointer<Float>, _ stride: Int, _ channels: Int, _ vectors: Int
) {
  if channels == 1 {
    let factor = Lanes(repeating: weight[0])
    for vector in 0..<vectors {
      let number = load(from + place(vector, step))
      sums[unchecked: vector] = multiplyAdd(sums[unchecked: vector], number, factor)
    }
    return
  }
  var numbers = eightZeros
  for vector in 0..<vectors { numbers[unchecked: vector] = load(from + place(vector, step)) }
  for channel in 0..<channels {
    let factor = Lanes(repeating: weight[channel * stride])
    for vector in 0..<vectors {
      let index = channel * vectors + vector
      sums[unchecked: index] = multiplyAdd(
        sums[unchecked: index], numbers[unchecked: vector], factor)
    }
  }
}

/// Twenty-four sums, all 0.
@inline(__always) private var walkSums: InlineArray<24, Lanes> {
  let zero = Lanes(repeating: 0)
  return [
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
    zero, zero, zero, zero, zero, zero, zero, zero,
  ]
}
