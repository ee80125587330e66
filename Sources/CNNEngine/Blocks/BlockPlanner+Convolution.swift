import CNNModel
import KernelInterface

/// A convolution and what is done to its sums before they are stored.
private struct FusedChain {
  var factors: [Float]
  var shifts: [Float]
  var finish = BlockFinish.plain
  var addend: BlockPlace?
  /// The value that comes out of it.
  var value: ValueReference
}

extension BlockPlanner {
  mutating func convolve(
    _ node: Int, _ window: ImageWindow, _ groups: Int, _ weight: Tensor, _ bias: Tensor?
  ) {
    let image = input(node)
    let chain = fuse(node, outputs: weight.shape[0], bias)
    let output = give(chain.value)
    let blockWindow = self.window(window, image, output)
    let (geometry, result) = (image.image, output.image)
    let origin =
      image.start - window.rows.before * geometry.rowStep
      - window.columns.before * geometry.blockChannels
    let shifts = memory.copy(chain.shifts)
    var work = BlockConvolution(
      window: blockWindow, channels: geometry.channels, blockChannels: geometry.blockChannels,
      blockStep: geometry.blockStep, results: 1, resultStep: result.blockStep,
      finish: chain.finish, image: UnsafePointer(origin), weights: UnsafePointer(shifts),
      bias: UnsafePointer(shifts), addend: chain.addend.map { UnsafePointer($0.start) },
      output: output.start)
    defer {
      if let addend = chain.addend { release(addend) }
      release(image)
    }
    if isWinograd(window, groups: groups, weight) {
      let shards = winograd(work, window, result, weight, chain.factors)
      return share(network.nodes[node].name, shards)
    }
    let packed = packWeights(weight, chain.factors, groups, geometry.blockChannels)
    var works: [BlockConvolution] = []
    for tile in packed {
      work.results = tile.blocks
      work.weights = tile.weights
      work.bias = UnsafePointer(shifts + tile.first * lanes)
      work.output = output.start + tile.first * result.blockStep
      work.addend = chain.addend.map { UnsafePointer($0.start + tile.first * result.blockStep) }
      if groups > 1 { work.image = UnsafePointer(origin + tile.first * geometry.blockStep) }
      works.append(work)
    }
    share(network.nodes[node].name, cut(works, window, groups, geometry))
  }

  /// What follows a convolution and can be done to its sums.
  private mutating func fuse(_ node: Int, outputs: Int, _ bias: Tensor?) -> FusedChain {
    var chain = FusedChain(
      factors: [Float](repeating: 1, count: outputs),
      shifts: bias?.elements ?? [Float](repeating: 0, count: outputs),
      value: ValueReference(node))
    while chain.finish == .plain, let next = onlyReader(of: chain.value), extend(&chain, next) {
      finish(next)
      chain.value = ValueReference(next)
    }
    return chain
  }

  /// Takes a node into the chain, where that can be.
  private func extend(_ chain: inout FusedChain, _ next: Int) -> Bool {
    switch operation(of: next) {
    case .scale(let factors, let shifts) where chain.addend == nil:
      for channel in factors.indices {
        chain.factors[channel] *= factors[channel]
        chain.shifts[channel] = chain.shifts[channel] * factors[channel] + shifts[channel]
      }
    case .function(let function):
      guard let finish = function.finish else { return false }
      chain.finish = finish
    case .sum where chain.addend == nil:
      let inputs = network.nodes[next].inputs
      guard inputs.count == 2, let other = inputs.first(where: { $0 != chain.value }),
        let place = place(of: other), place.form == form(shape(chain.value))
      else { return false }
      chain.addend = place
    default: return false
    }
    return true
  }

  private func window(
    _ window: ImageWindow, _ image: BlockPlace, _ output: BlockPlace
  ) -> BlockWindow {
    let (geometry, result) = (image.image, output.image)
    return BlockWindow(
      outputColumns: window.columns.outputs,
      columnStep: window.columns.stride * geometry.blockChannels,
      rowStep: window.rows.stride * geometry.rowStep, kernelRows: window.rows.kernel,
      kernelColumns: window.columns.kernel, tapRow: window.rows.dilation * geometry.rowStep,
      tapColumn: window.columns.dilation * geometry.blockChannels, resultColumn: lanes,
      resultRow: result.rowStep)
  }

  /// Output blocks that are computed side by side, and their weights.
  private func packWeights(
    _ weight: Tensor, _ factors: [Float], _ groups: Int, _ blockChannels: Int
  ) -> [(first: Int, blocks: Int, weights: UnsafePointer<Float>)] {
    let blocks = (weight.shape[0] + lanes - 1) / lanes
    let (inner, taps) = (weight.shape[1], weight.shape[2] * weight.shape[3])
    var tiles: [(first: Int, blocks: Int, weights: UnsafePointer<Float>)] = []
    weight.elements.withUnsafeBufferPointer { weights in
      factors.withUnsafeBufferPointer { factors in
        guard let weights = weights.baseAddress, let factors = factors.baseAddress else { return }
        var first = 0
        while first < blocks {
          let together = groups > 1 ? 1 : Self.together(blocks - first)
          let packed = memory.allocate(inner * taps * together * lanes)
          var packing = WeightPacking(
            outputs: min(together * lanes, weight.shape[0] - first * lanes), channels: inner,
            taps: taps, blockChannels: blockChannels, together: together * lanes,
            weights: weights + first * lanes * inner * taps, factors: factors + first * lanes,
            packed: packed)
          kernels.packWeights(&packing)
          tiles.append((first, together, UnsafePointer(packed)))
          first += together
        }
      }
    }
    return tiles
  }

  /// How many of so many blocks come next: pairs, with one triple where their number is odd.
  private static func together(_ blocks: Int) -> Int {
    blocks == 1 ? 1 : blocks % 2 == 0 ? 2 : 3
  }

  /// Cuts a convolution so that the image's part stays in the cache and all threads have work.
  private func cut(
    _ works: [BlockConvolution], _ window: ImageWindow, _ groups: Int, _ image: BlockImage
  ) -> [BlockShard] {
    let outputs = window.outputs.product
    let products =
      window.kernel.product * (groups > 1 ? 1 : image.channels) * lanes
    let all = outputs * products * works.reduce(0) { $0 + $1.results }
    let bytes = 4 * image.blockChannels * (groups > 1 ? 1 : image.blocks)
    let perOutput = max(1, bytes * window.rows.stride * window.columns.stride)
    var chunk = max(Self.leastOutputs, Self.cachedBytes / perOutput)
    // Shards for all threads, whatever their number: enough that the last ones weigh little.
    let wanted = min(Self.mostShards, max(1, all / Self.leastProducts))
    let chunks = (wanted + works.count - 1) / works.count
    chunk = min(chunk, (outputs + chunks - 1) / chunks)
    chunk = max(Self.leastOutputs, (chunk + 23) / 24 * 24)
    return stride(from: 0, to: outputs, by: chunk).flatMap { first in
      works.map { work in
        BlockShard(
          work: groups > 1 ? .convolveDepth(work) : .convolve(work), first: first,
          end: min(outputs, first + chunk))
      }
    }
  }

  private static let cachedBytes = 160 << 10
  private static let leastOutputs = 24
  private static let mostShards = 12
  private static let leastProducts = 250_000
}
