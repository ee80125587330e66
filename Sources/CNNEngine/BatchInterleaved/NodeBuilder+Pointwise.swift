import CNNModel
import KernelInterface

extension NodeBuilder {
  /// Weighted sums with a single tap over many channels. The channels of a cell are far apart,
  /// often in the same cache sets, and every tile of targets reads them again. Therefore a few
  /// cells of all channels are copied to a contiguous buffer first.
  ///
  /// - Returns: `nil` for sums of another form.
  /// - Returns: `nil` for sums of another form.
  func packed(
    _ sums: WeightedSums, _ tables: WeightedSumTables, _ channels: ChannelStrides
  ) -> GroupOperation.Body? {
    guard isPointwise(tables), channels.groups == 1, channels.sources >= 16, sums.tiles.count > 2
    else { return nil }
    let cells = max(4, Self.nearCells / channels.sources)
    guard cells * channels.sources * interleaveFactor <= ProgramMemory.scratchCount else {
      return nil
    }
    let blocks = tables.spans.flatMap { span in
      stride(from: 0, to: Int(span.cells), by: cells).map { first in
        PackedCells(memory, sums, span, first..<min(Int(span.cells), first + cells))
      }
    }
    let kernel = kernels.weightedSums
    return { frame, _ in
      let group = frame.pointee.group
      for block in blocks {
        block.pack(group)
        kernel(block.sums.address, frame)
      }
    }
  }

  private func isPointwise(_ tables: WeightedSumTables) -> Bool {
    samples == interleaveFactor && tables.taps.count == 1
      && tables.spans.allSatisfy {
        $0.step == interleaveFactor && $0.targetStep == interleaveFactor
      }
  }
}

/// Some adjacent cells of all channels, copied to the scratch memory of a group.
private struct PackedCells: Sendable {
  /// The sums over the copied cells.
  let sums: KernelArguments<WeightedSums>
  private let source: Int
  private let sourceStride: Int
  /// Floats of a channel.
  private let count: Int
  private let channels: Int

  init(_ memory: ProgramMemory, _ sums: WeightedSums, _ span: CellSpan, _ cells: Range<Int>) {
    let first = cells.lowerBound * interleaveFactor
    (count, channels) = (cells.count * interleaveFactor, sums.channels)
    source = sums.source + Int(span.source) + Int(sums.taps[0].source) + first
    sourceStride = sums.sourceStride
    var part = span
    (part.source, part.cells) = (0, Int32(cells.count))
    part.target += Int32(first)
    var tap = sums.taps[0]
    tap.source = 0
    var packed = WeightedSums(
      tiles: sums.tiles, spans: memory.table([part]), taps: memory.table([tap]))
    packed.target = sums.target
    (packed.weights, packed.bias, packed.channels) = (sums.weights, sums.bias, sums.channels)
    (packed.sourceStride, packed.targetStride) = (count, sums.targetStride)
    packed.weightSourceStride = sums.weightSourceStride
    packed.weightTargetStride = sums.weightTargetStride
    // The scratch memory is at the start of a group.
    packed.source = 0
    self.sums = memory.arguments(packed)
  }

  func pack(_ group: UnsafeMutablePointer<Float>) {
    for channel in 0..<channels {
      (group + channel * count).update(from: group + source + channel * sourceStride, count: count)
    }
  }
}
