import KernelInterface

/// Dot products: targets that sum over consecutive numbers with consecutive weights.
@inline(__always)
func rowDotProducts(_ work: WeightedSums, _ frame: UnsafePointer<GroupFrame>, _ tile: ChannelTile) {
  switch tile.count {
  case 1: rowDotProducts1(work, frame, tile)
  case 2: rowDotProducts2(work, frame, tile)
  case 3: rowDotProducts3(work, frame, tile)
  case 4: rowDotProducts4(work, frame, tile)
  case 5: rowDotProducts5(work, frame, tile)
  default: rowDotProducts6(work, frame, tile)
  }
}

@inline(never)
private func rowDotProducts1(
  _ work: WeightedSums, _ frame: UnsafePointer<GroupFrame>, _ tile: ChannelTile
) {
  rowDotProducts(work, frame, tile, 1)
}

@inline(never)
private func rowDotProducts2(
  _ work: WeightedSums, _ frame: UnsafePointer<GroupFrame>, _ tile: ChannelTile
) {
  rowDotProducts(work, frame, tile, 2)
}

@inline(never)
private func rowDotProducts3(
  _ work: WeightedSums, _ frame: UnsafePointer<GroupFrame>, _ tile: ChannelTile
) {
  rowDotProducts(work, frame, tile, 3)
}

@inline(never)
private func rowDotProducts4(
  _ work: WeightedSums, _ frame: UnsafePointer<GroupFrame>, _ tile: ChannelTile
) {
  rowDotProducts(work, frame, tile, 4)
}

@inline(never)
private func rowDotProducts5(
  _ work: WeightedSums, _ frame: UnsafePointer<GroupFrame>, _ tile: ChannelTile
) {
  rowDotProducts(work, frame, tile, 5)
}

@inline(never)
private func rowDotProducts6(
  _ work: WeightedSums, _ frame: UnsafePointer<GroupFrame>, _ tile: ChannelTile
) {
  rowDotProducts(work, frame, tile, 6)
}

@inline(__always)
private func rowDotProducts(
  _ work: WeightedSums, _ frame: UnsafePointer<GroupFrame>, _ tile: ChannelTile, _ targets: Int
) {
  let source = UnsafePointer(frame.pointee.group) + work.source + tile.source
  let weights = UnsafePointer(frame.pointee.shared) + work.weights + tile.weights
  let (stride, count) = (work.weightTargetStride, work.channels)
  var sums = twelveZeros
  var place = 0
  while place + 2 * vectorWidth <= count {
    let (low, high) = (load(source + place), load(source + place + vectorWidth))
    for target in 0..<targets {
      let row = weights + target * stride + place
      sums[unchecked: 2 * target] = multiplyAdd(sums[unchecked: 2 * target], load(row), low)
      sums[unchecked: 2 * target + 1] = multiplyAdd(
        sums[unchecked: 2 * target + 1], load(row + vectorWidth), high)
    }
    place += 2 * vectorWidth
  }
  let target = frame.pointee.group + work.target + tile.first * work.targetStride
  for index in 0..<targets {
    var sum = horizontalSum(sums[unchecked: 2 * index] + sums[unchecked: 2 * index + 1])
    let row = weights + index * stride
    for rest in place..<count { sum += row[rest] * source[rest] }
    let bias = work.bias >= 0 ? frame.pointee.shared[work.bias + tile.first + index] : 0
    target[index * work.targetStride] = sum + bias
  }
}

/// Consecutive targets with consecutive weights: `targets += source · weights` for every source.
@inline(never)
func rowAxpy(_ work: WeightedSums, _ frame: UnsafePointer<GroupFrame>, _ tile: ChannelTile) {
  var target = 0
  while target + 6 * vectorWidth <= tile.count {
    rowAxpy(work, frame, tile, target, 6 * vectorWidth, 6)
    target += 6 * vectorWidth
  }
  while target < tile.count {
    let first = nextPlace(target, tile.count)
    rowAxpy(work, frame, tile, first, tile.count - first, 1)
    target += vectorWidth
  }
}

@inline(__always)
private func rowAxpy(
  _ work: WeightedSums, _ frame: UnsafePointer<GroupFrame>, _ tile: ChannelTile, _ first: Int,
  _ count: Int,
  _ vectors: Int
) {
  var source = UnsafePointer(frame.pointee.group) + work.source + tile.source
  var weights = UnsafePointer(frame.pointee.shared) + work.weights + tile.weights + first
  var sums = twelveZeros
  if work.bias >= 0 {
    let bias = frame.pointee.shared + work.bias + tile.first + first
    for vector in 0..<vectors { sums[unchecked: vector] = load(bias + vector * vectorWidth) }
  }
  for _ in 0..<work.channels {
    let factor = Vector(repeating: source[0])
    for vector in 0..<vectors {
      sums[unchecked: vector] = multiplyAdd(
        sums[unchecked: vector], load(weights + vector * vectorWidth), factor)
    }
    source += work.sourceStride
    weights += work.weightSourceStride
  }
  let target = frame.pointee.group + work.target + tile.first + first
  if vectors == 1 { return store(sums[unchecked: 0], target, count: count) }
  for vector in 0..<vectors { store(sums[unchecked: vector], target + vector * vectorWidth) }
}

/// Some rows of a linear layer's weight gradient, summed over the samples of a batch.
@inline(never)
func rowOuterProducts(
  _ outer: UnsafePointer<OuterProducts>, _ batch: UnsafePointer<BatchFrame>, _ first: Int,
  _ count: Int
) {
  let (work, batch) = (outer.pointee, batch.pointee)
  for row in first..<first + count {
    let gradient = batch.shared + work.gradient + row * work.inputCount
    for sample in 0..<batch.count {
      let group = UnsafePointer(batch.groups) + sample * batch.stride
      let (inputs, output) = (group + work.inputs, group[work.outputs + row])
      if sample == 0 {
        products(inputs, output, gradient, work.inputCount, isFirst: true)
      } else {
        products(inputs, output, gradient, work.inputCount, isFirst: false)
      }
    }
  }
}

/// A row times a number: either stored, or added to the target.
@inline(__always)
private func products(
  _ row: UnsafePointer<Float>, _ number: Float, _ to: UnsafeMutablePointer<Float>, _ count: Int,
  isFirst: Bool
) {
  let factor = Vector(repeating: number)
  var place = 0
  while place + 2 * vectorWidth <= count {
    for vector in 0..<2 {
      let at = place + vector * vectorWidth
      let product =
        isFirst ? load(row + at) * factor : multiplyAdd(load(to + at), load(row + at), factor)
      store(product, to + at)
    }
    place += 2 * vectorWidth
  }
  while place < count {
    to[place] = (isFirst ? 0 : to[place]) + row[place] * number
    place += 1
  }
}
