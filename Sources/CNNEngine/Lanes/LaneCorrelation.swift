import CNNModel
import KernelInterface

extension LaneSite {
  /// The gradient of convolution weights, and of a bias by the side that it was added to.
  ///
  /// - Parameter index: the number of the weight among the parameters.
  func correlate(
    _ geometry: ConvolutionGeometry, wide: LaneBuffer, narrow: LaneBuffer, _ index: Int
  ) {
    let partial = memory.group(geometry.weightShape.count)
    var correlation = Correlation(
      tiles: memory.table(correlationTiles(geometry, wide, narrow)),
      taps: memory.table([CorrelationTap]()), runs: memory.table([CorrelationRun]()))
    let (taps, runs) = geometry.correlationTaps(
      rowsTogether: geometry.rowsTogether(samples), samples)
    (correlation.taps, correlation.runs) = (memory.table(taps), memory.table(runs))
    correlation.tapCount = geometry.kernelPlane
    correlation.blockCount = taps.count / geometry.kernelPlane
    let size = geometry.kernelPlane * 12 * laneCount
    correlation.tilesTogether = max(1, LaneMemory.scratchCount / size)
    correlation.scratch = size > LaneMemory.scratchCount ? memory.group(size) : 0
    (correlation.wide, correlation.narrow) = (wide.offset, narrow.offset)
    (correlation.gradient, correlation.step) = (
      partial, geometry.window.columns.stride * samples
    )
    (correlation.wideStride, correlation.narrowStride) = (wide.channelStride, narrow.channelStride)
    correlation.gradientWideStride = geometry.kernelPlane
    correlation.gradientNarrowStride = geometry.wideGroup * geometry.kernelPlane
    let (work, kernel) = (memory.work(correlation), kernels.correlate)
    back { frame, _ in kernel(work.address, frame) }
    addUp(partial, index, geometry.weightShape.count)
  }

  private func correlationTiles(
    _ geometry: ConvolutionGeometry, _ wide: LaneBuffer, _ narrow: LaneBuffer
  ) -> [CorrelationTile] {
    var tiles: [CorrelationTile] = []
    let wideParts = parts(of: geometry.wideGroup, atMost: 2)
    for group in 0..<geometry.groups {
      for part in parts(of: geometry.narrowGroup, atMost: 6) {
        for inner in wideParts {
          var tile = CorrelationTile()
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

  /// The gradient of a bias: the sum of every channel.
  func sumChannels(_ gradient: LaneBuffer, _ index: Int) {
    let (channels, cells) = (gradient.shape[0], gradient.channelStride / samples)
    let (partial, kernel) = (memory.group(channels), kernels.channelSums)
    back { frame, _ in
      let group = frame.pointee.group
      kernel(group + gradient.offset, channels, cells, group + partial)
    }
    addUp(partial, index, channels)
  }

  /// Makes a parameter's gradient the sum of what the groups have, in their order.
  func addUp(_ partial: Int, _ index: Int, _ count: Int) {
    let (parameter, distance, add) = (parameters[index], gradientDistance, kernels.add)
    for part in parts(of: count, atMost: 8192) {
      let range = parameter + part.lowerBound..<parameter + part.upperBound
      tasks.append(
        LaneTask(range: range) { step in
          let batch = step.pointee.batch
          let from = batch.groups + partial + part.lowerBound
          let to = batch.shared + range.lowerBound + distance
          to.update(from: from, count: part.count)
          for group in 1..<max(1, batch.count) { add(from + group * batch.stride, to, part.count) }
        })
    }
  }

  /// The weight gradient of a layer whose outputs all read all inputs.
  func outerSum(_ inputs: LaneBuffer, _ outputs: LaneBuffer, _ index: Int) {
    let count = inputs.shape.count
    let row = (count + 31) / 32 * 32
    let turned = samples == 1 ? inputs.offset : memory.group(row * samples)
    let (turn, kernel) = (kernels.separate, kernels.outerSum)
    if samples > 1 {
      back { frame, _ in
        let group = frame.pointee.group
        turn(group + inputs.offset, group + turned, row, count)
      }
    }
    var work = OuterSum()
    (work.outputs, work.inputs, work.row) = (outputs.offset, turned, row)
    (work.inputCount, work.gradient) = (count, parameters[index] + gradientDistance)
    let told = memory.work(work)
    let rows = outerRows(count)
    let units = outputs.shape.count
    for first in stride(from: 0, to: units, by: rows) {
      let part = first..<min(units, first + rows)
      let begin = parameters[index] + part.lowerBound * count
      tasks.append(
        LaneTask(range: begin..<begin + part.count * count) { step in
          let batch = step.pointee.batch
          withUnsafePointer(to: batch) { kernel(told.address, $0, part.lowerBound, part.count) }
        })
    }
  }
}

extension LaneSite {
  /// How many rows of an outer sum are finished together: they stay in a near cache until their
  /// parameters are moved, and of sixteen samples fill the registers.
  private func outerRows(_ count: Int) -> Int {
    samples == 1
      ? max(1, 4096 / max(1, count))
      : max(1, 8192 / max(1, count) / kernels.walkTile) * kernels.walkTile
  }
}

extension ConvolutionGeometry {
  /// Rows of the narrow side whose cells, with those of the wide side, stay in the nearest cache.
  fileprivate func rowsTogether(_ samples: Int) -> Int {
    let row = min(6, narrowGroup) * narrowRow + min(2, wideGroup) * wideRow * window.rows.stride
    let nearest = 16 << 10
    return max(1, nearest / (row * samples * MemoryLayout<Float>.stride))
  }

  /// For every block of rows of the narrow side and every weight of the kernel the runs of cells that
  /// it connects.
  func correlationTaps(rowsTogether: Int, _ samples: Int) -> (
    taps: [CorrelationTap], runs: [CorrelationRun]
  ) {
    let columnRuns = window.columns.runs()
    var (taps, runs) = ([CorrelationTap](), [CorrelationRun]())
    for block in stride(from: 0, to: window.rows.outputs, by: rowsTogether) {
      let rows = block..<min(window.rows.outputs, block + rowsTogether)
      for tapRow in 0..<window.kernel.rows {
        for tapColumn in 0..<window.kernel.columns {
          var tap = CorrelationTap()
          tap.weight =
            window.rows.weight(tap: tapRow) * window.kernel.columns
            + window.columns.weight(tap: tapColumn)
          tap.firstRun = runs.count
          for output in rows {
            guard let row = window.rows.source(output: output, tap: tapRow) else { continue }
            for run in columnRuns[tapColumn] {
              let next = CorrelationRun(
                wide: Int32((row * wideRow + run.source) * samples),
                narrow: Int32((output * narrowRow + run.output) * samples),
                count: Int32(run.count))
              append(next, to: &runs, from: tap.firstRun, samples)
            }
          }
          tap.runCount = runs.count - tap.firstRun
          taps.append(tap)
        }
      }
    }
    for index in taps.indices.dropLast() where (index + 1) % kernelPlane > 0 {
      taps[index].twin = twin(taps[index], taps[index + 1], runs)
    }
    return (taps, runs)
  }

  /// How far the cells of a weight are from those of another, if they are all alike; 0 if not.
  private func twin(
    _ first: CorrelationTap, _ second: CorrelationTap, _ runs: [CorrelationRun]
  ) -> Int {
    guard first.runCount == second.runCount, first.runCount > 0 else { return 0 }
    let distance = runs[second.firstRun].wide - runs[first.firstRun].wide
    let isAlike = (0..<first.runCount).allSatisfy { index in
      let (one, other) = (runs[first.firstRun + index], runs[second.firstRun + index])
      return one.narrow == other.narrow && one.count == other.count
        && other.wide - one.wide == distance
    }
    return isAlike ? Int(distance) : 0
  }

  /// Adds a run, to the last one where it goes on as that does.
  private func append(
    _ run: CorrelationRun, to runs: inout [CorrelationRun], from first: Int, _ samples: Int
  ) {
    if runs.count > first, let last = runs.last {
      let step = Int32(window.columns.stride * samples)
      let isNext =
        last.wide + last.count * step == run.wide
        && last.narrow + last.count * Int32(samples) == run.narrow
      if isNext {
        runs[runs.count - 1].count += run.count
        return
      }
    }
    runs.append(run)
  }

  /// Whether every output reads every cell, each through a weight of its own in the cells' order.
  var isLinear: Bool {
    groups == 1 && narrowPlane == 1
      && [window.rows, window.columns].allSatisfy {
        $0.kernel == $0.extent && $0.before == 0 && $0.dilation == 1 && !$0.isFlipped
      }
  }
}
