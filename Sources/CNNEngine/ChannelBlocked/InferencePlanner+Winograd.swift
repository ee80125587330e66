import CNNModel
import KernelInterface

extension InferencePlanner {
  /// The outputs on a side of the tiles if a convolution is computed by Winograd's method; `nil` if it
  /// is not.
  ///
  /// Transformed weights are 16/9 times as large, or 4 times, so each must be used often: by many
  /// tiles, and by many runs of the plan, because the transformation costs more than one run saves. The
  /// transformation of the image must be amortized over many channels.
  func winogradTile(_ window: SpatialWindow, groups: Int, _ weight: Tensor) -> Int? {
    let isPlain = [window.rows, window.columns].allSatisfy {
      $0.kernel == 3 && $0.stride == 1 && $0.dilation == 1
    }
    let (outputs, channels) = (weight.shape[0], weight.shape[1])
    guard use == .repeated, isPlain, groups == 1, outputs % (2 * lanes) == 0, outputs >= 32,
      channels >= 32, window.tiles(2) >= WinogradLimit.fewestTiles
    else { return nil }
    let isLarge =
      window.tiles(4) >= WinogradLimit.fewestTiles
      && outputs * channels <= WinogradLimit.mostLargeWeights
      // As many multiplications as the smaller tiles have, less a sixth for the longer transformation.
      && window.tiles(4) * 36 * 6 <= window.tiles(2) * 16 * 5
    return isLarge ? 4 : 2
  }

  /// Adds the steps of a convolution by Winograd's method.
  ///
  /// - Parameters:
  ///   - work: the convolution without weights.
  ///   - factors: the factor of the weights of each output.
  mutating func winograd(
    _ work: BlockedConvolution, _ window: SpatialWindow, _ result: BlockedImage, _ weight: Tensor,
    _ factors: [Float], tile size: Int
  ) {
    let weights = WinogradMatrix(size: size).weights(weight, factors, memory, lanes: lanes)
    let (outputs, channels) = (weight.shape[0], weight.shape[1])
    var whole = BlockedWinograd(
      size: size, rows: window.rows.outputs, columns: window.columns.outputs, channels: channels,
      blockStep: work.blockStep, rowStep: work.window.rowStep, image: work.image,
      results: outputs / lanes, resultStep: work.resultStep, resultRow: result.rowStep,
      activation: work.activation, weights: UnsafePointer(weights), bias: work.bias,
      addend: work.addend, output: work.output, scratch: weights)
    whole.parameter = work.parameter
    let places = BlockedWinograd.places(size: size)
    if places * channels * outputs > WinogradLimit.cachedWeights {
      transformFirst(whole, window.tiles(size))
    } else {
      addChunks(whole, window.tiles(size), WinogradLimit.cachedInputs / (places * channels))
    }
  }

  /// Weights that stay in the cache are read for some tiles after the other: each shard transforms its
  /// inputs, and works through all weights. Shards of several parts use the same memory for them.
  private mutating func addChunks(_ whole: BlockedWinograd, _ tiles: Int, _ chunk: Int) {
    let chunks = parts(of: tiles, atMost: max(WinogradLimit.fewestOfChunk, chunk))
    let (inputs, sums) = counts(whole, chunks)
    let size = inputs + sums
    let ranges = parts(
      of: chunks.count,
      atMost: (chunks.count + WinogradLimit.mostShards - 1) / WinogradLimit.mostShards)
    let scratch = scratchMemory(ranges.count * size)
    let shards = ranges.enumerated().map { index, range in
      add(
        sequence: chunks[range].map { tiles in
          var part = whole
          part.tiles = tiles
          part.inputs = scratch + index * size
          part.sums = part.inputs + inputs
          return InferenceShard(work: .winograd(part), first: 0, end: whole.results / 2)
        })
    }
    add(shards)
  }

  /// Weights that do not stay in the cache are read once for many tiles, whose inputs are transformed
  /// before.
  private mutating func transformFirst(_ whole: BlockedWinograd, _ tiles: Int) {
    let most = max(
      WinogradLimit.fewestOfChunk,
      WinogradLimit.sharedInputs / (BlockedWinograd.places(size: whole.size) * whole.channels))
    let chunks = parts(of: tiles, atMost: most)
    let (inputs, sums) = counts(whole, chunks)
    let pairs = parts(
      of: whole.results / 2, atMost: max(1, whole.results / 2 / WinogradLimit.mostShards))
    let scratch = scratchMemory(inputs + pairs.count * sums)
    for tiles in chunks {
      var part = whole
      (part.tiles, part.inputs, part.sums) = (tiles, scratch, scratch + inputs)
      let transforms = parts(of: whole.blocks(lanes: lanes), atMost: 2).map {
        InferenceShard(work: .transformWinograd(part), first: $0.lowerBound, end: $0.upperBound)
      }
      add(transforms)
      part.isTransformed = true
      let products = pairs.enumerated().map { index, range in
        part.sums = scratch + inputs + index * sums
        return InferenceShard(
          work: .winograd(part), first: range.lowerBound, end: range.upperBound)
      }
      add(products)
    }
  }

  /// The floats that the largest chunk needs for its transformed inputs and its sums.
  private func counts(_ whole: BlockedWinograd, _ chunks: [Range<Int>]) -> (inputs: Int, sums: Int)
  {
    var largest = whole
    largest.tiles = 0..<(chunks.map(\.count).max() ?? 0)
    return (largest.inputCount(lanes: lanes), largest.sumCount(lanes: lanes))
  }
}

/// The sizes that decide how Winograd's method is divided.
private enum WinogradLimit {
  /// The transformed inputs of a shard, and the transformed weights that stay in the L2 cache beside
  /// them, in floats.
  static let cachedInputs = 48 << 10
  static let cachedWeights = 256 << 10
  /// The transformed inputs that all threads read, in floats.
  static let sharedInputs = 512 << 10
  static let fewestOfChunk = 24
  static let fewestTiles = 32
  static let mostShards = 8
  /// The most weights, input times output channels, that are worth reading in the larger form.
  static let mostLargeWeights = 128 * 128
}

extension SpatialWindow {
  /// The number of tiles.
  fileprivate func tiles(_ size: Int) -> Int {
    ((rows.outputs + size - 1) / size) * ((columns.outputs + size - 1) / size)
  }
}

extension ImageMargin {
  /// The margin for tiles, which read beyond the taps of the last outputs.
  init(_ window: SpatialWindow, tile: Int) {
    func rest(_ outputs: Int) -> Int { (tile - outputs % tile) % tile }
    self.init(window)
    bottom += rest(window.rows.outputs)
    right += rest(window.columns.outputs)
  }
}

/// The matrix `G`, by its rows.
private struct WinogradMatrix {
  private let rows: [SIMD3<Float>]

  init(size: Int) {
    rows =
      size == 2
      ? [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]]
      : [
        [1 / 4, 0, 0], [-1 / 6, -1 / 6, -1 / 6], [-1 / 6, 1 / 6, -1 / 6],
        [1 / 24, 1 / 12, 1 / 6], [1 / 24, -1 / 12, 1 / 6], [0, 0, 1],
      ]
  }

  /// `G g Gᵀ` for every pair of channels, in the layout of the kernels.
  func weights(
    _ weight: Tensor, _ factors: [Float], _ memory: ActivationMemory, lanes: Int
  ) -> UnsafeMutablePointer<Float> {
    let (outputs, channels, width) = (weight.shape[0], weight.shape[1], 2 * lanes)
    let places = rows.count * rows.count
    let transformed = memory.allocate(outputs * channels * places)
    weight.elements.withUnsafeBufferPointer { weights in
      for output in 0..<outputs {
        let (pair, lane) = output.quotientAndRemainder(dividingBy: width)
        for channel in 0..<channels {
          let kernel = UnsafeBufferPointer(
            rebasing: weights[((output * channels + channel) * 9)...])
          let to = transformed + (pair * places * channels + channel) * width + lane
          transform(kernel, factors[output], to, step: channels * width)
        }
      }
    }
    return transformed
  }

  /// Writes `G g Gᵀ` of one kernel times a factor, number by number at a distance of `step`.
  private func transform(
    _ kernel: UnsafeBufferPointer<Float>, _ factor: Float, _ to: UnsafeMutablePointer<Float>,
    step: Int
  ) {
    let columns = (
      SIMD3(kernel[0], kernel[3], kernel[6]), SIMD3(kernel[1], kernel[4], kernel[7]),
      SIMD3(kernel[2], kernel[5], kernel[8])
    )
    var to = to
    for row in rows {
      let line = SIMD3(
        (row * columns.0).sum(), (row * columns.1).sum(), (row * columns.2).sum())
      for other in rows {
        to.pointee = (line * other).sum() * factor
        to += step
      }
    }
  }
}
