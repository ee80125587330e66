import KernelInterface

/// Targets that sum over neighboring numbers with neighboring weights.
@inline(__always)
func planeDots(_ walk: Walk, _ frame: UnsafePointer<LaneFrame>, _ tile: WalkTile) {
  switch tile.count {
  case 1: planeDots1(walk, frame, tile)
  case 2: planeDots2(walk, frame, tile)
  case 3: planeDots3(walk, frame, tile)
  case 4: planeDots4(walk, frame, tile)
  case 5: planeDots5(walk, frame, tile)
  default: planeDots6(walk, frame, tile)
  }
}

@inline(never)
private func planeDots1(_ walk: Walk, _ frame: UnsafePointer<LaneFrame>, _ tile: WalkTile) {
  planeDots(walk, frame, tile, 1)
}

@inline(never)
private func planeDots2(_ walk: Walk, _ frame: UnsafePointer<LaneFrame>, _ tile: WalkTile) {
  planeDots(walk, frame, tile, 2)
}

@inline(never)
private func planeDots3(_ walk: Walk, _ frame: UnsafePointer<LaneFrame>, _ tile: WalkTile) {
  planeDots(walk, frame, tile, 3)
}

@inline(never)
private func planeDots4(_ walk: Walk, _ frame: UnsafePointer<LaneFrame>, _ tile: WalkTile) {
  planeDots(walk, frame, tile, 4)
}

@inline(never)
private func planeDots5(_ walk: Walk, _ frame: UnsafePointer<LaneFrame>, _ tile: WalkTile) {
  planeDots(walk, frame, tile, 5)
}

@inline(never)
private func planeDots6(_ walk: Walk, _ frame: UnsafePointer<LaneFrame>, _ tile: WalkTile) {
  planeDots(walk, frame, tile, 6)
}

@inline(__always)
private func planeDots(
  _ walk: Walk, _ frame: UnsafePointer<LaneFrame>, _ tile: WalkTile, _ targets: Int
) {
  let source = UnsafePointer(frame.pointee.group) + walk.source + tile.source
  let weights = UnsafePointer(frame.pointee.shared) + walk.weights + tile.weights
  let (stride, count) = (walk.weightTargetStride, walk.channels)
  var sums = zeroSums
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
  let target = frame.pointee.group + walk.target + tile.first * walk.targetStride
  for index in 0..<targets {
    var sum = total(sums[unchecked: 2 * index] + sums[unchecked: 2 * index + 1])
    let row = weights + index * stride
    for rest in place..<count { sum += row[rest] * source[rest] }
    let bias = walk.bias >= 0 ? frame.pointee.shared[walk.bias + tile.first + index] : 0
    target[index * walk.targetStride] = sum + bias
  }
}

/// Neighboring targets, whose weights are neighbors, each summing over all sources.
@inline(never)
func planeSpread(_ walk: Walk, _ frame: UnsafePointer<LaneFrame>, _ tile: WalkTile) {
  var target = 0
  while target + 6 * vectorWidth <= tile.count {
    planeSpread(walk, frame, tile, target, 6 * vectorWidth, 6)
    target += 6 * vectorWidth
  }
  while target < tile.count {
    let first = nextPlace(target, tile.count)
    planeSpread(walk, frame, tile, first, tile.count - first, 1)
    target += vectorWidth
  }
}

@inline(__always)
private func planeSpread(
  _ walk: Walk, _ frame: UnsafePointer<LaneFrame>, _ tile: WalkTile, _ first: Int, _ count: Int,
  _ vectors: Int
) {
  var source = UnsafePointer(frame.pointee.group) + walk.source + tile.source
  var weights = UnsafePointer(frame.pointee.shared) + walk.weights + tile.weights + first
  var sums = zeroSums
  if walk.bias >= 0 {
    let bias = frame.pointee.shared + walk.bias + tile.first + first
    for vector in 0..<vectors { sums[unchecked: vector] = load(bias + vector * vectorWidth) }
  }
  for _ in 0..<walk.channels {
    let factor = Lanes(repeating: source[0])
    for vector in 0..<vectors {
      sums[unchecked: vector] = multiplyAdd(
        sums[unchecked: vector], load(weights + vector * vectorWidth), factor)
    }
    source += walk.sourceStride
    weights += walk.weightSourceStride
  }
  let target = frame.pointee.group + walk.target + tile.first + first
  if vectors == 1 { return store(sums[unchecked: 0], target, count: count) }
  for vector in 0..<vectors { store(sums[unchecked: vector], target + vector * vectorWidth) }
}

/// Some rows of the weight gradient of a linear layer, summed over the samples of a batch.
@inline(never)
func planeOuterSum(
  _ outer: UnsafePointer<OuterSum>, _ batch: UnsafePointer<LaneBatch>, _ first: Int, _ count: Int
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

/// A row times a number: as it is, or added to what was there.
@inline(__always)
private func products(
  _ row: UnsafePointer<Float>, _ number: Float, _ to: UnsafeMutablePointer<Float>, _ count: Int,
  isFirst: Bool
) {
  let factor = Lanes(repeating: number)
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
