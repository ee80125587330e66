import KernelInterface

/// Sums `channels` target channels of `cells` adjacent cells, with all sums in registers.
@inline(__always)
func sumCells(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>, _ part: ChannelPart, _ first: Int, _ channels: Int, _ cells: Int
) {
  let (work, tile, span) = (work.pointee, tile.pointee, span.pointee)
  let vectors = cells * cellVectors
  let step = Int(span.step)
  let stride = work.weightTargetStride
  var source =
    UnsafePointer(frame.pointee.group) + work.source + tile.source + Int(span.source)
    + first * step + part.first * work.sourceStride
  var weights =
    UnsafePointer(frame.pointee.shared) + work.weights + tile.weights
    + part.first * work.weightSourceStride
  let targetStep = Int(span.targetStep)
  let target =
    frame.pointee.group + work.target + tile.first * work.targetStride + Int(span.target)
    + first * targetStep
  var sums = twentyFourZeros
  if part.first > 0 {
    loadSums(&sums, target, work.targetStride, targetStep, channels, vectors)
  } else if work.bias >= 0 {
    addBias(&sums, frame.pointee.shared + work.bias + tile.first, channels, vectors)
  }
  let taps = work.taps.baseAddress.unsafelyUnwrapped + Int(span.firstTap)
  if span.tapCount == 1 {
    source += Int(taps.pointee.source)
    weights += Int(taps.pointee.weight)
    for _ in 0..<part.count {
      addTap(&sums, source, step, weights, stride, channels, vectors)
      source += work.sourceStride
      weights += work.weightSourceStride
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
      source += work.sourceStride
      weights += work.weightSourceStride
    }
  }
  storeSums(sums, target, work.targetStride, targetStep, channels, vectors)
}

/// Stores the sums of all channels in their cells of the target.
@inline(__always)
private func storeSums(
  _ sums: InlineArray<24, Vector>, _ target: UnsafeMutablePointer<Float>, _ stride: Int,
  _ step: Int, _ channels: Int, _ vectors: Int
) {
  for channel in 0..<channels {
    for vector in 0..<vectors {
      store(
        sums[unchecked: channel * vectors + vector],
        target + channel * stride + offset(vector, step))
    }
  }
}

/// Continues with the sums of earlier source channels, which are in the target.
@inline(__always)
private func loadSums(
  _ sums: inout InlineArray<24, Vector>, _ target: UnsafePointer<Float>, _ stride: Int,
  _ step: Int, _ channels: Int, _ vectors: Int
) {
  for channel in 0..<channels {
    for vector in 0..<vectors {
      sums[unchecked: channel * vectors + vector] = load(
        target + channel * stride + offset(vector, step))
    }
  }
}

/// Begins the sums of every channel with its bias.
@inline(__always)
private func addBias(
  _ sums: inout InlineArray<24, Vector>, _ bias: UnsafePointer<Float>, _ channels: Int,
  _ vectors: Int
) {
  for channel in 0..<channels {
    let start = Vector(repeating: bias[channel])
    for vector in 0..<vectors { sums[unchecked: channel * vectors + vector] = start }
  }
}

/// The offset of a vector of cells at a distance of `step`.
@inline(__always)
private func offset(_ vector: Int, _ step: Int) -> Int {
  vector / cellVectors * step + vector % cellVectors * vectorWidth
}

/// Adds one source cell times its weights to the sums of all channels.
@inline(__always)
private func addTap(
  _ sums: inout InlineArray<24, Vector>, _ from: UnsafePointer<Float>, _ step: Int,
  _ weight: UnsafePointer<Float>, _ stride: Int, _ channels: Int, _ vectors: Int
) {
  if channels == 1 {
    let factor = Vector(repeating: weight[0])
    for vector in 0..<vectors {
      let number = load(from + offset(vector, step))
      sums[unchecked: vector] = multiplyAdd(sums[unchecked: vector], number, factor)
    }
    return
  }
  var numbers = eightZeros
  for vector in 0..<vectors { numbers[unchecked: vector] = load(from + offset(vector, step)) }
  for channel in 0..<channels {
    let factor = Vector(repeating: weight[channel * stride])
    for vector in 0..<vectors {
      let index = channel * vectors + vector
      sums[unchecked: index] = multiplyAdd(
        sums[unchecked: index], numbers[unchecked: vector], factor)
    }
  }
}
