import KernelInterface

/// Packs the weights of one tile of targets. Missing targets get zeros.
@inline(never)
func packStrided(_ packing: UnsafePointer<StridedPacking>) {
  let work = packing.pointee
  var to = work.packed
  for block in stride(from: 0, to: work.sources, by: work.blockChannels) {
    let sources = min(work.blockChannels, work.sources - block)
    let weights = work.weights + block * work.sourceStride
    if work.targetStride > work.sourceStride {
      packByTarget(work, weights, sources, to)
    } else {
      packBySource(work, weights, sources, to)
    }
    to += work.taps.count * sources * work.targetsAtOnce
  }
}

/// Reads the weights of one target after the other, where those are far from each other: many lines
/// at such a distance do not fit into the cache together.
@inline(__always)
private func packByTarget(
  _ work: StridedPacking, _ weights: UnsafePointer<Float>, _ sources: Int,
  _ block: UnsafeMutablePointer<Float>
) {
  let taps = work.taps.baseAddress.unsafelyUnwrapped
  for target in 0..<work.targetsAtOnce {
    var to = block + target
    let isMissing = target >= work.targets
    for tap in 0..<work.taps.count {
      var from = weights + target * work.targetStride + taps[tap]
      for _ in 0..<sources {
        to.pointee = isMissing ? 0 : from.pointee
        to += work.targetsAtOnce
        from += work.sourceStride
      }
    }
  }
}

@inline(__always)
private func packBySource(
  _ work: StridedPacking, _ weights: UnsafePointer<Float>, _ sources: Int,
  _ block: UnsafeMutablePointer<Float>
) {
  let taps = work.taps.baseAddress.unsafelyUnwrapped
  var to = block
  for tap in 0..<work.taps.count {
    for source in 0..<sources {
      var from = weights + taps[tap] + source * work.sourceStride
      for target in 0..<work.targets {
        to[target] = from.pointee
        from += work.targetStride
      }
      for target in work.targets..<work.targetsAtOnce { to[target] = 0 }
      to += work.targetsAtOnce
    }
  }
}
