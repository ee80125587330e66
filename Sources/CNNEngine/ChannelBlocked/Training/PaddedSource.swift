import CNNModel
import KernelInterface

/// The images of a batch in blocks of channels, with a margin of zeros around each: a copy in the
/// scratch memory, or the value itself where no margin is needed.
struct PaddedSource: Sendable {
  private let buffer: InterleavedBuffer
  /// The number of channels, and of channels in a block; the number of blocks.
  let channels: Int
  let block: Int
  let blocks: Int
  let rowStep: Int
  let blockStep: Int
  /// Floats of one image of the copy, and the offset of the first one in the scratch memory.
  private let count: Int
  private let offset: Int
  private let (top, left): (Int, Int)
  private let rows: Int
  private let isInPlace: Bool

  /// - Parameters:
  ///   - rows, columns: the phases that read it.
  ///   - offset: where the scratch memory is free.
  ///   - isWhole: whether a block has as many channels as a vector lanes, however few there are.
  init(
    _ buffer: InterleavedBuffer, _ rows: [AxisPhase], _ columns: [AxisPhase], lanes: Int,
    offset: Int, isWhole: Bool = false
  ) {
    (self.buffer, self.offset, channels) = (buffer, offset, buffer.shape[0])
    block = buffer.block > 0 ? buffer.block : isWhole ? lanes : min(lanes, channels)
    blocks = (channels + block - 1) / block
    let (top, bottom) = Self.margin(rows, buffer.shape[1])
    let (left, right) = Self.margin(columns, buffer.shape[2])
    (self.top, self.left) = (top, left)
    isInPlace = buffer.block > 0 && top + bottom + left + right == 0
    self.rows = buffer.shape[1] + top + bottom
    rowStep = (buffer.shape[2] + left + right) * block
    blockStep = isInPlace ? self.rows * rowStep : BufferForm.blockStep(self.rows * rowStep)
    count = blocks * blockStep
  }

  private static func margin(_ phases: [AxisPhase], _ extent: Int) -> (Int, Int) {
    let read = phases.filter { !$0.taps.isEmpty && $0.count > 0 }
    return (
      max(0, -(read.map(\.origin).min() ?? 0)), max(0, (read.map(\.last).max() ?? 0) - extent + 1)
    )
  }

  /// The end of what it occupies of the scratch memory, for a number of images.
  func end(_ samples: Int) -> Int { isInPlace ? offset : offset + samples * count }

  /// The number of shards that make the copy.
  func shards(_ samples: Int) -> Int { isInPlace ? 0 : samples * blocks }

  /// The cell in the first row and column of an image's first block, inside of the margin.
  func image(_ sample: Int, _ step: UnsafePointer<StepFrame>) -> UnsafePointer<Float> {
    if isInPlace { return UnsafePointer(step.pointee.frame(sample).group + buffer.offset) }
    return UnsafePointer(
      step.pointee.scratch + offset + sample * count + top * rowStep + left * block)
  }

  /// The distance from one image to the next.
  func sampleStep(_ step: UnsafePointer<StepFrame>) -> Int {
    isInPlace ? step.pointee.batch.stride : count
  }

  /// Copies one block of an image.
  func copy(_ shard: Int, _ step: UnsafePointer<StepFrame>, _ kernels: BlockedKernels) {
    let (sample, index) = shard.quotientAndRemainder(dividingBy: blocks)
    let from = step.pointee.frame(sample).group + buffer.offset
    let to = step.pointee.scratch + offset + sample * count + index * blockStep
    let (height, width) = (buffer.shape.extents[1], buffer.shape.extents[2])
    guard buffer.block > 0 else {
      to.update(repeating: 0, count: rows * rowStep)
      var image = BlockedImage(
        channels: min(block, channels - index * block), rows: height, columns: width,
        blockChannels: block, blockStep: blockStep, rowStep: rowStep)
      return kernels.pack(
        &image, from + index * block * height * width, to + top * rowStep + left * block)
    }
    let length = width * block
    to.update(repeating: 0, count: top * rowStep)
    for row in 0..<height {
      let line = to + (top + row) * rowStep
      line.update(repeating: 0, count: left * block)
      (line + left * block).update(from: from + (index * height + row) * length, count: length)
      let end = left * block + length
      (line + end).update(repeating: 0, count: rowStep - end)
    }
    let end = (top + height) * rowStep
    (to + end).update(repeating: 0, count: rows * rowStep - end)
  }
}

extension ProgramStage {
  /// Copies of two tensors, image by image.
  static func copying(
    _ first: PaddedSource, _ second: PaddedSource, _ setup: BlockedSetup
  ) -> ProgramStage {
    let (firstShards, kernels) = (first.shards(setup.samples), setup.kernels)
    return .shards(firstShards + second.shards(setup.samples)) { step, shard in
      if shard < firstShards {
        first.copy(shard, step, kernels)
      } else {
        second.copy(shard - firstShards, step, kernels)
      }
    }
  }
}
