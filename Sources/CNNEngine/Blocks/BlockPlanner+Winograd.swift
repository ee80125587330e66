import CNNModel
import KernelInterface

extension BlockPlanner {
  /// Whether a convolution is computed with fewer products than its definition has.
  ///
  /// Transformed weights are 16/9 as large, so each has to be used often enough; and the transforms
  /// have to be spread over many channels.
  func isWinograd(_ window: ImageWindow, groups: Int, _ weight: Tensor) -> Bool {
    let isPlain = [window.rows, window.columns].allSatisfy {
      $0.kernel == 3 && $0.stride == 1 && $0.dilation == 1
    }
    let (outputs, channels) = (weight.shape[0], weight.shape[1])
    return isPlain && groups == 1 && outputs % (2 * lanes) == 0 && outputs >= 32 && channels >= 32
      && tiles(window).product >= Self.leastTiles
  }

  /// Two by two outputs each.
  private func tiles(_ window: ImageWindow) -> Pair {
    Pair((window.rows.outputs + 1) / 2, (window.columns.outputs + 1) / 2)
  }

  /// What tiles read beyond the taps of the outputs that there are.
  func winogradMargin(_ window: ImageWindow) -> BlockMargin {
    var margin = BlockMargin(window)
    margin.bottom += window.rows.outputs % 2
    margin.right += window.columns.outputs % 2
    return margin
  }

  /// The parts of such a convolution.
  ///
  /// - Parameters:
  ///   - work: the same as a plain convolution, without weights.
  ///   - factors: what the weights of each output are multiplied with.
  mutating func winograd(
    _ work: BlockConvolution, _ window: ImageWindow, _ result: BlockImage, _ weight: Tensor,
    _ factors: [Float]
  ) -> [BlockShard] {
    let weights = winogradWeights(weight, factors)
    let (outputs, channels) = (weight.shape[0], weight.shape[1])
    var part = BlockWinograd(
      rows: window.rows.outputs, columns: window.columns.outputs, channels: channels,
      blockStep: work.blockStep, rowStep: work.window.rowStep, image: work.image,
      results: outputs / lanes, resultStep: work.resultStep, resultRow: result.rowStep,
      finish: work.finish, weights: UnsafePointer(weights), bias: work.bias, addend: work.addend,
      output: work.output, scratch: weights)
    let tiles = tiles(window).product
    let chunks = (tiles + chunk(channels) - 1) / chunk(channels)
    let splits = parts(of: outputs / lanes / 2, atMost: max(1, outputs / lanes / 2 * chunks / 8))
    let size = BlockWinograd.scratchCount(
      tiles: (tiles + chunks - 1) / chunks, channels: channels, lanes: lanes)
    let scratch = winogradScratch(chunks * splits.count * size)
    var shards: [BlockShard] = []
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
          BlockShard(
            work: .winograd(part), first: tiles * chunk / chunks,
            end: tiles * (chunk + 1) / chunks))
      }
    }
    return shards
  }

  /// How many tiles are computed together: their inputs stay in a near cache, and weights that come
  /// from far away are used as often as that allows.
  private func chunk(_ channels: Int) -> Int { max(24, Self.inputCount / (16 * channels)) }

  private static let inputCount = 48 << 10
  private static let leastTiles = 32

  /// `G g Gᵀ` for every pair of channels, as the kernels read it.
  private func winogradWeights(_ weight: Tensor, _ factors: [Float])
    -> UnsafeMutablePointer<Float>
  {
    let (outputs, channels, width) = (weight.shape[0], weight.shape[1], 2 * lanes)
    let memory = memory.allocate(outputs * channels * 16)
    for output in 0..<outputs {
      let (pair, lane) = output.quotientAndRemainder(dividingBy: width)
      for channel in 0..<channels {
        let first = (output * channels + channel) * 9
        let columns = (0..<3).map { column in
          Self.line(
            weight[first + column], weight[first + 3 + column], weight[first + 6 + column])
        }
        for row in 0..<4 {
          let line =
            Self.line(columns[0][row], columns[1][row], columns[2][row]) * factors[output]
          for column in 0..<4 {
            let place = (pair * 16 + 4 * row + column) * channels + channel
            memory[place * width + lane] = line[column]
          }
        }
      }
    }
    return memory
  }

  /// `G` times a column of a kernel.
  private static func line(_ a: Float, _ b: Float, _ c: Float) -> SIMD4<Float> {
    [a, (a + b + c) / 2, (a - b + c) / 2, c]
  }
}
