import CNNModel
import KernelInterface

extension NodeBuilder {
  /// Weighted sums with a single tap over many channels. The channels of a cell are far apart,
  /// often in the same cache sets, and every tile of targets reads them again. Therefore a few
  /// cells of all channels are copied to a contiguous buffer first.
  ///
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
    let kernel = kernels.weightedSums
    return { frame, _ in
      for span in sums.spans {
        for first in stride(from: 0, to: Int(span.cells), by: cells) {
          let packed = PackedCells(sums, span, first..<min(Int(span.cells), first + cells))
          packed.pack(frame.pointee.group)
          packed.run(kernel, frame)
        }
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
private struct PackedCells {
  private var sums: WeightedSums
  /// The copied cells, and the tap that reads each of them.
  private var part: CellSpan
  private var tap: WeightedTap
  private let source: Int
  private let sourceStride: Int
  /// Floats of a channel.
  private let count: Int
  private let channels: Int

  init(_ sums: WeightedSums, _ span: CellSpan, _ cells: Range<Int>) {
    let first = cells.lowerBound * interleaveFactor
    (count, channels) = (cells.count * interleaveFactor, sums.channels)
    source = sums.source + Int(span.source) + Int(sums.taps[0].source) + first
    sourceStride = sums.sourceStride
    (part, tap, self.sums) = (span, sums.taps[0], sums)
    (part.source, part.cells) = (0, Int32(cells.count))
    part.target += Int32(first)
    tap.source = 0
    // The scratch memory is at the start of a group.
    (self.sums.source, self.sums.sourceStride) = (0, count)
    (self.sums.form, self.sums.channelsAtOnce) = (.image, .max)
  }

  /// Computes the sums over the copied cells.
  func run(
    _ kernel: InterleavedKernels.Group<WeightedSums>, _ frame: UnsafePointer<GroupFrame>
  ) {
    var copy = self
    withUnsafeMutablePointer(to: &copy.part) { part in
      withUnsafeMutablePointer(to: &copy.tap) { tap in
        var sums = self.sums
        sums.spans = UnsafeMutableBufferPointer(start: part, count: 1)
        sums.taps = UnsafeMutableBufferPointer(start: tap, count: 1)
        kernel(&sums, frame)
      }
    }
  }

  func pack(_ group: UnsafeMutablePointer<Float>) {
    for channel in 0..<channels {
      (group + channel * count).update(from: group + source + channel * sourceStride, count: count)
    }
  }
}
