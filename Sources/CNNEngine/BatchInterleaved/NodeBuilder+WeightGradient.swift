import CNNModel
import KernelInterface

extension NodeBuilder {
  /// Adds the weight gradient of a convolution or transposed convolution.
  ///
  /// - Parameters:
  ///   - wide: see ``WeightGradient``.
  ///   - index: the index of the weight among the parameters.
  func weightGradient(
    _ geometry: ConvolutionGeometry, wide: InterleavedBuffer, narrow: InterleavedBuffer,
    _ index: Int
  ) {
    let partial = memory.group(geometry.weightShape.count)
    let tables = WeightGradientTables(geometry, samples: samples)
    var work = WeightGradient(
      tiles: memory.table(weightGradientTiles(geometry, wide, narrow)),
      taps: memory.table(tables.taps), runs: memory.table(tables.runs))
    work.tapCount = geometry.kernelPlane
    work.blockCount = tables.taps.count / geometry.kernelPlane
    let size = geometry.kernelPlane * 12 * interleaveFactor
    work.tilesAtOnce = max(1, ProgramMemory.scratchCount / size)
    work.scratch = size > ProgramMemory.scratchCount ? memory.group(size) : 0
    (work.wide, work.narrow, work.gradient) = (wide.offset, narrow.offset, partial)
    work.step = geometry.window.columns.stride * samples
    (work.wideStride, work.narrowStride) = (wide.channelStride, narrow.channelStride)
    work.gradientWideStride = geometry.kernelPlane
    work.gradientNarrowStride = geometry.wideGroup * geometry.kernelPlane
    let (arguments, kernel) = (memory.arguments(work), kernels.weightGradient)
    back { frame, _ in kernel(arguments.address, frame) }
    reduce(partial, index, geometry.weightShape.count)
  }

  private func weightGradientTiles(
    _ geometry: ConvolutionGeometry, _ wide: InterleavedBuffer, _ narrow: InterleavedBuffer
  ) -> [WeightGradientTile] {
    var tiles: [WeightGradientTile] = []
    let wideParts = parts(of: geometry.wideGroup, atMost: 2)
    for group in 0..<geometry.groups {
      for part in parts(of: geometry.narrowGroup, atMost: 6) {
        for inner in wideParts {
          var tile = WeightGradientTile()
          let first = group * geometry.narrowGroup + part.lowerBound
          (tile.narrowCount, tile.wideCount) = (part.count, inner.count)
          tile.narrow = first * narrow.channelStride
          tile.wide = (group * geometry.wideGroup + inner.lowerBound) * wide.channelStride
          tile.gradient = (first * geometry.wideGroup + inner.lowerBound) * geometry.kernelPlane
          tiles.append(tile)
        }
      }
    }
    return tiles
  }

  /// Adds the gradient of a bias: the sum of every channel.
  func sumChannels(_ gradient: InterleavedBuffer, _ index: Int) {
    let (channels, cells) = (gradient.shape[0], gradient.channelStride / samples)
    let (partial, kernel) = (memory.group(channels), kernels.channelSums)
    back { frame, _ in
      let group = frame.pointee.group
      kernel(group + gradient.offset, channels, cells, group + partial)
    }
    reduce(partial, index, channels)
  }

  /// Adds the tasks that sum a parameter's gradient over the groups, in their order.
  ///
  /// - Parameter partial: the offset of a group's part.
  private func reduce(_ partial: Int, _ index: Int, _ count: Int) {
    let (parameter, distance, add) = (parameters[index], gradientDistance, kernels.add)
    for part in parts(of: count, atMost: 8192) {
      let range = parameter + part.lowerBound..<parameter + part.upperBound
      tasks.append(
        GradientTask(range: range) { step in
          let batch = step.pointee.batch
          let from = batch.groups + partial + part.lowerBound
          let to = batch.shared + range.lowerBound + distance
          to.update(from: from, count: part.count)
          for group in 1..<max(1, batch.count) { add(from + group * batch.stride, to, part.count) }
        })
    }
  }
}

extension NodeBuilder {
  /// Adds the weight gradient of a layer whose outputs all read all inputs.
  func outerProducts(_ inputs: InterleavedBuffer, _ outputs: InterleavedBuffer, _ index: Int) {
    let count = inputs.shape.count
    var work = OuterProducts()
    work.row = (count + 31) / 32 * 32
    (work.outputs, work.inputs) = (outputs.offset, sampleRows(inputs, work.row))
    (work.inputCount, work.gradient) = (count, parameters[index] + gradientDistance)
    let (arguments, kernel) = (memory.arguments(work), kernels.outerProducts)
    let rows = outerProductRows(count)
    let units = outputs.shape.count
    for first in stride(from: 0, to: units, by: rows) {
      let part = first..<min(units, first + rows)
      let begin = parameters[index] + part.lowerBound * count
      tasks.append(
        GradientTask(range: begin..<begin + part.count * count) { step in
          let batch = step.pointee.batch
          withUnsafePointer(to: batch) {
            kernel(arguments.address, $0, part.lowerBound, part.count)
          }
        })
    }
  }

  /// The offset of the inputs sample by sample, each `row` floats long: a de-interleaved copy,
  /// except for groups of one sample.
  private func sampleRows(_ inputs: InterleavedBuffer, _ row: Int) -> Int {
    guard samples > 1 else { return inputs.offset }
    let (rows, count) = (memory.group(row * samples), inputs.shape.count)
    let deinterleave = kernels.deinterleave
    back { frame, _ in
      let group = frame.pointee.group
      deinterleave(group + inputs.offset, group + rows, row, count)
    }
    return rows
  }

  /// The number of rows of outer products in one task: small enough to stay in the cache until
  /// their parameters are updated, and with 16 samples a multiple of the tile size.
  private func outerProductRows(_ count: Int) -> Int {
    samples == 1
      ? max(1, 4096 / max(1, count))
      : max(1, 8192 / max(1, count) / kernels.largestTile) * kernels.largestTile
  }
}
