import CNNModel
import KernelInterface

extension InferencePlanner {
  /// Whether a convolution is computed by Winograd's method.
  ///
  /// Transformed weights are 16/9 times as large, so each must be used often: by many tiles, and by
  /// many runs of the plan, because the transformation costs more than one run saves. The
  /// transformation of the image must be amortized over many channels.
  func isWinograd(_ window: SpatialWindow, groups: Int, _ weight: Tensor) -> Bool {
    let isPlain = [window.rows, window.columns].allSatisfy {
      $0.kernel == 3 && $0.stride == 1 && $0.dilation == 1
    }
    let (outputs, channels) = (weight.shape[0], weight.shape[1])
    return use == .repeated && isPlain && groups == 1 && outputs % (2 * lanes) == 0
      && outputs >= 32 && channels >= 32 && tiles(window) >= Self.fewestTiles
  }

  /// The number of tiles of 2×2 outputs.
  private func tiles(_ window: SpatialWindow) -> Int {
    ((window.rows.outputs + 1) / 2) * ((window.columns.outputs + 1) / 2)
  }

  /// The margin for tiles, which read beyond the taps of the last outputs.
  func winogradMargin(_ window: SpatialWindow) -> ImageMargin {
    var margin = ImageMargin(window)
    margin.bottom += window.rows.outputs % 2
    margin.right += window.columns.outputs % 2
    return margin
  }

  /// The shards of a convolution by Winograd's method.
  ///
  /// - Parameters:
  ///   - work: the convolution without weights.
  /// The factor of the weights of each output.
  mutating func winograd(
    _ work: BlockedConvolution, _ window: SpatialWindow, _ result: BlockedImage, _ weight: Tensor,
    _ factors: [Float]
  ) -> [InferenceShard] {
    let weights = winogradWeights(weight, factors)
    let (outputs, channels) = (weight.shape[0], weight.shape[1])
    var part = BlockedWinograd(
      rows: window.rows.outputs, columns: window.columns.outputs, channels: channels,
      blockStep: work.blockStep, rowStep: work.window.rowStep, image: work.image,
      results: outputs / lanes, resultStep: work.resultStep, resultRow: result.rowStep,
      activation: work.activation, weights: UnsafePointer(weights), bias: work.bias,
      addend: work.addend, output: work.output, scratch: weights)
    let tiles = tiles(window)
    let chunks = (tiles + chunk(channels) - 1) / chunk(channels)
    let splits = parts(of: outputs / lanes / 2, atMost: max(1, outputs / lanes / 2 * chunks / 8))
    let size = BlockedWinograd.scratchCount(
      tiles: (tiles + chunks - 1) / chunks, channels: channels, lanes: lanes)
    let scratch = scratchMemory(chunks * splits.count * size)
    var shards: [InferenceShard] = []
    for chunk in 0..<chunks {
      for split in splits {
        let first = 2 * split.lowerBound
        part.results = 2 * split.count
        part.weights = UnsafePointer(weights) + first * lanes * 16 * channels
        part.bias = work.bias + first * lanes
        part.output = work.output + first * work.resultStep
        part.addend = work.addend.map { $0 + first * work.resultStep }
        part.scratch = scratch + shards.count * size
        shards.append(
          InferenceShard(
            work: .winograd(part), first: tiles * chunk / chunks,
            end: tiles * (chunk + 1) / chunks))
      }
    }
    return shards
  }

  /// The number of tiles of a shard: their inputs stay in the L2 cache, and weights from more
  /// distant memory are used as often as that allows.
  private func chunk(_ channels: Int) -> Int { max(24, Self.inputCount / (16 * channels)) }

  private static let inputCount = 48 << 10
  private static let fewestTiles = 32

  /// `G g Gᵀ` for every pair of channels, in the layout of the kernels.
  private func winogradWeights(
    _ weight: Tensor, _ factors: [Float]
  ) -> UnsafeMutablePointer<Float> {
    let (outputs, channels, width) = (weight.shape[0], weight.shape[1], 2 * lanes)
    let transformed = memory.allocate(outputs * channels * 16)
    weight.elements.withUnsafeBufferPointer { weights in
      for output in 0..<outputs {
        let (pair, lane) = output.quotientAndRemainder(dividingBy: width)
        for channel in 0..<channels {
          let kernel = UnsafeBufferPointer(
            rebasing: weights[((output * channels + channel) * 9)...])
          let to = transformed + (pair * 16 * channels + channel) * width + lane
          Self.transform(kernel, factors[output], to, step: channels * width)
        }
      }
    }
    return transformed
  }

  /// Writes `G g Gᵀ` of one kernel times a factor: sixteen numbers at a distance of `step`.
  private static func transform(
    _ kernel: UnsafeBufferPointer<Float>, _ factor: Float, _ to: UnsafeMutablePointer<Float>,
    step: Int
  ) {
    let left = line(kernel[0], kernel[3], kernel[6])
    let middle = line(kernel[1], kernel[4], kernel[7])
    let right = line(kernel[2], kernel[5], kernel[8])
    for row in 0..<4 {
      let numbers = line(left[row], middle[row], right[row]) * factor
      for column in 0..<4 { to[(4 * row + column) * step] = numbers[column] }
    }
  }

  /// `G` times a column of a kernel.
  private static func line(_ a: Float, _ b: Float, _ c: Float) -> SIMD4<Float> {
    SIMD4(a, (a + b + c) / 2, (a - b + c) / 2, c)
  }
}
