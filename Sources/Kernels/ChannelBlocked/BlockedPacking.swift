import KernelInterface

/// From `[channel][row][column]` to blocks. Missing channels of the last block become 0.
@inline(never)
func packImage(
  _ image: UnsafePointer<BlockedImage>, _ plain: UnsafePointer<Float>,
  _ blocks: UnsafeMutablePointer<Float>
) {
  let image = image.pointee
  let plane = image.rows * image.columns
  for block in 0..<image.blocks {
    let first = block * image.blockChannels
    let count = min(image.blockChannels, image.channels - first)
    for row in 0..<image.rows {
      let from = plain + first * plane + row * image.columns
      let to = blocks + block * image.blockStep + row * image.rowStep
      if image.blockChannels == 1 {
        to.update(from: from, count: image.columns)
        continue
      }
      for channel in 0..<count {
        let (line, cells) = (from + channel * plane, to + channel)
        for column in 0..<image.columns { cells[column * image.blockChannels] = line[column] }
      }
      for channel in count..<image.blockChannels {
        for column in 0..<image.columns { to[column * image.blockChannels + channel] = 0 }
      }
    }
  }
}

/// From blocks to `[channel][row][column]`.
@inline(never)
func unpackImage(
  _ image: UnsafePointer<BlockedImage>, _ blocks: UnsafePointer<Float>,
  _ plain: UnsafeMutablePointer<Float>
) {
  let image = image.pointee
  let plane = image.rows * image.columns
  for channel in 0..<image.channels {
    let (block, place) = channel.quotientAndRemainder(dividingBy: image.blockChannels)
    for row in 0..<image.rows {
      let from = blocks + block * image.blockStep + row * image.rowStep + place
      let to = plain + channel * plane + row * image.columns
      for column in 0..<image.columns { to[column] = from[column * image.blockChannels] }
    }
  }
}

/// Packs weights for a convolution: `[input block][tap][channel of the block][output]`. Missing
/// outputs get zeros.
@inline(never)
func packWeightsBlocked(_ packing: UnsafePointer<WeightPacking>) {
  let work = packing.pointee
  var to = work.packed
  for block in stride(from: 0, to: work.channels, by: work.blockChannels) {
    for tap in 0..<work.taps {
      for channel in block..<min(block + work.blockChannels, work.channels) {
        for output in 0..<work.outputsAtOnce {
          to[output] =
            output < work.outputs
            ? work.weights[(output * work.channels + channel) * work.taps + tap]
              * work.factors[output] : 0
        }
        to += work.outputsAtOnce
      }
    }
  }
}
