import CNNModel
import KernelInterface

/// How much a convolution computes: its outputs in a channel, the taps of each, and the cells of the
/// image that belong to one.
struct ConvolutionSize {
  let outputs: Int
  let taps: Int
  let cellsPerOutput: Int
}

/// A convolution with the operations on its sums before they are stored.
struct FusedConvolution {
  /// The factor of the weights of each output, and the number added to its sums.
  var factors: [Float]
  var shifts: [Float]
  var activation: InferencePlanner.AppliedFunction?
  var addend: ActivationBuffer?
  /// The value that it computes.
  var value: ValueReference
}

extension InferencePlanner {
  mutating func convolve(
    _ node: Int, _ window: SpatialWindow, _ groups: Int, _ weight: Tensor, _ bias: Tensor?
  ) {
    let image = input(node)
    let fused = fuseFollowers(of: node, outputs: weight.shape[0], bias)
    let tile = winogradTile(window, groups: groups, weight)
    if groups == 1, tile == nil, let chain = chain(window, weight, fused) {
      return convolve(chain, image)
    }
    let output = newBuffer(for: fused.value)
    let work = convolution(window, image, fused, output)
    if let tile {
      winograd(work, window, output.image, weight, fused.factors, tile: tile)
    } else {
      let works = tiles(work, groups, weight, fused.factors)
      let size = ConvolutionSize(
        outputs: window.outputPlane, taps: window.kernelPlane,
        cellsPerOutput: window.rows.stride * window.columns.stride)
      add(cut(works, size, groups, image.image))
    }
    if let addend = fused.addend { release(addend) }
    release(image)
  }

  /// The whole convolution, without weights.
  func convolution(
    _ window: SpatialWindow, _ image: ActivationBuffer, _ fused: FusedConvolution,
    _ output: ActivationBuffer
  ) -> BlockedConvolution {
    let (geometry, result) = (image.image, output.image)
    return convolution(
      blockedWindow(window, geometry, result), image, fused, output,
      origin: -window.rows.before * geometry.rowStep
        - window.columns.before * geometry.blockChannels,
      result: 0)
  }

  /// A convolution without weights.
  ///
  /// - Parameter origin: from the image's first cell to the first tap of the first output.
  /// - Parameter result: from the output's first cell to the first one that is computed.
  func convolution(
    _ window: BlockedWindow, _ image: ActivationBuffer, _ fused: FusedConvolution,
    _ output: ActivationBuffer, origin: Int, result: Int
  ) -> BlockedConvolution {
    let geometry = image.image
    let shifts = memory.copy(fused.shifts)
    var work = BlockedConvolution(
      window: window, channels: geometry.channels, blockChannels: geometry.blockChannels,
      blockStep: geometry.blockStep, results: 1, resultStep: output.image.blockStep,
      activation: fused.activation?.function, image: UnsafePointer(image.start + origin),
      weights: UnsafePointer(shifts), bias: UnsafePointer(shifts),
      addend: fused.addend.map { UnsafePointer($0.start + result) }, output: output.start + result)
    work.parameter = fused.activation?.parameter ?? 0
    return work
  }

  private func blockedWindow(
    _ window: SpatialWindow, _ image: BlockedImage, _ result: BlockedImage
  ) -> BlockedWindow {
    BlockedWindow(
      outputColumns: window.columns.outputs,
      columnStep: window.columns.stride * image.blockChannels,
      rowStep: window.rows.stride * image.rowStep, kernelRows: window.rows.kernel,
      kernelColumns: window.columns.kernel, tapRow: window.rows.dilation * image.rowStep,
      tapColumn: window.columns.dilation * image.blockChannels, resultColumn: lanes,
      resultRow: result.rowStep)
  }

  /// Fuses the nodes after a convolution that can be applied to its sums.
  mutating func fuseFollowers(of node: Int, outputs: Int, _ bias: Tensor?) -> FusedConvolution {
    var fused = FusedConvolution(
      factors: [Float](repeating: 1, count: outputs),
      shifts: bias?.elements ?? [Float](repeating: 0, count: outputs),
      value: ValueReference(node))
    while let next = onlyReader(of: fused.value), extend(&fused, next) {
      fuse(next)
      fused.value = ValueReference(next)
    }
    if let next = followingFunction(of: fused.value), let last = next.nodes.last,
      next.function.function.isRectifier
        || !isDeferred(next.function.function, of: ValueReference(last))
    {
      for node in next.nodes { fuse(node) }
      (fused.activation, fused.value) = (next.function, ValueReference(last))
    }
    return fused
  }

  /// Fuses a normalization or a sum, if possible.
  private func extend(_ fused: inout FusedConvolution, _ next: Int) -> Bool {
    switch operation(of: next) {
    case .scale(let factors, let shifts) where fused.addend == nil:
      for channel in factors.indices {
        fused.factors[channel] *= factors[channel]
        fused.shifts[channel] = fused.shifts[channel] * factors[channel] + shifts[channel]
      }
    case .sum where fused.addend == nil:
      let inputs = network.nodes[next].inputs
      guard inputs.count == 2, let other = inputs.first(where: { $0 != fused.value }),
        let buffer = buffer(of: other), buffer.form == form(shape(fused.value))
      else { return false }
      fused.addend = buffer
    default: return false
    }
    return true
  }
}

// Tiles of output blocks, and their division into shards.
extension InferencePlanner {
  /// The convolution by tiles of output blocks that are computed at once, with their weights.
  func tiles(
    _ whole: BlockedConvolution, _ groups: Int, _ weight: Tensor, _ factors: [Float]
  ) -> [BlockedConvolution] {
    let blocks = (weight.shape[0] + lanes - 1) / lanes
    var tiles: [BlockedConvolution] = []
    var first = 0
    while first < blocks {
      var tile = whole
      tile.results = groups > 1 ? 1 : blocksAtOnce(blocks - first)
      tile.weights = packWeights(weight, factors, first, tile.results, whole.blockChannels)
      tile.bias += first * lanes
      tile.output += first * whole.resultStep
      tile.addend = whole.addend.map { $0 + first * whole.resultStep }
      if groups > 1 { tile.image += first * whole.blockStep }
      tiles.append(tile)
      first += tile.results
    }
    return tiles
  }

  /// The packed weights of `blocks` output blocks from `first` on.
  private func packWeights(
    _ weight: Tensor, _ factors: [Float], _ first: Int, _ blocks: Int, _ blockChannels: Int
  ) -> UnsafePointer<Float> {
    let (channels, taps) = (weight.shape[1], weight.shape[2] * weight.shape[3])
    let packed = memory.allocate(channels * taps * blocks * lanes)
    weight.elements.withUnsafeBufferPointer { weights in
      factors.withUnsafeBufferPointer { factors in
        guard let weights = weights.baseAddress, let factors = factors.baseAddress else { return }
        var packing = WeightPacking(
          outputs: min(blocks * lanes, weight.shape[0] - first * lanes), channels: channels,
          taps: taps, blockChannels: blockChannels, outputsAtOnce: blocks * lanes,
          weights: weights + first * lanes * channels * taps, factors: factors + first * lanes,
          packed: packed)
        kernels.packWeights(&packing)
      }
    }
    return UnsafePointer(packed)
  }

  /// Divides a convolution into shards so that a shard's part of the image stays in the cache and
  /// all threads have work.
  func cut(
    _ works: [BlockedConvolution], _ size: ConvolutionSize, _ groups: Int, _ image: BlockedImage
  ) -> [InferenceShard] {
    let (outputs, channels) = (size.outputs, groups > 1 ? 1 : image.channels)
    let blocks = works.reduce(0) { $0 + $1.results }
    let operations = outputs * size.taps * channels * lanes * blocks
    let bytes = 4 * image.blockChannels * (groups > 1 ? 1 : image.blocks)
    let perOutput = max(1, bytes * size.cellsPerOutput)
    var chunk = max(ShardLimit.fewestOutputs, ShardLimit.cachedBytes / perOutput)
    // Enough shards for any number of threads, so that the last ones to finish cost little time.
    let wanted = min(ShardLimit.mostShards, max(1, operations / ShardLimit.fewestOperations))
    let chunks = (wanted + works.count - 1) / works.count
    chunk = min(chunk, (outputs + chunks - 1) / chunks)
    chunk = max(ShardLimit.fewestOutputs, (chunk + 23) / 24 * 24)
    return stride(from: 0, to: outputs, by: chunk).flatMap { first in
      works.map { work in
        InferenceShard(
          work: groups > 1 ? .convolveDepthwise(work) : .convolve(work), first: first,
          end: min(outputs, first + chunk))
      }
    }
  }
}

/// The sizes that decide how convolutions are divided into shards.
private enum ShardLimit {
  static let cachedBytes = 160 << 10
  static let fewestOutputs = 24
  static let mostShards = 12
  /// The smallest number of multiply-accumulates of a shard.
  static let fewestOperations = 250_000
}

/// The number of output blocks that are computed together: two, or three if their number is odd.
private func blocksAtOnce(_ blocks: Int) -> Int {
  blocks == 1 ? 1 : blocks % 2 == 0 ? 2 : 3
}
