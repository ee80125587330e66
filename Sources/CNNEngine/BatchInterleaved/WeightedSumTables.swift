import CNNModel
import KernelInterface

/// The tables of ``WeightedSums`` over an image: cells with the same taps are combined to spans.
struct WeightedSumTables {
  private(set) var spans: [CellSpan] = []
  private(set) var taps: [WeightedTap] = []
  /// The largest number of source cells of a channel that a span reads.
  private(set) var reach = 1
  /// The largest number of cells of a span.
  private let limit: Int
  /// The number of samples in a group.
  private let samples: Int
  /// The taps of a pattern among ``taps``, and its last span.
  private struct Known {
    let first: Int
    let count: Int
    var last: Int?
  }

  /// - Parameters:
  ///   - kernelColumns: the number of weights in a row of the kernel.
  ///   - channels: of the source; a span's cells of all of them stay in a near cache.
  init(rows: AxisTaps, columns: AxisTaps, kernelColumns: Int, channels: Int, samples: Int) {
    self.samples = samples
    limit = max(128, 2048 * interleaveFactor / max(1, channels)) / samples
    let (rowPatterns, columnPatterns) = (AxisPatterns(rows), AxisPatterns(columns))
    let width = columnPatterns.patterns.count
    var known = [Known?](repeating: nil, count: rowPatterns.patterns.count * width)
    for (row, rowCell) in rowPatterns.cells.enumerated() {
      for (column, columnCell) in columnPatterns.cells.enumerated() {
        let index = rowCell.pattern * width + columnCell.pattern
        var pattern =
          known[index]
          ?? list(
            rowPatterns.patterns[rowCell.pattern], columnPatterns.patterns[columnCell.pattern],
            columns.extent, kernelColumns)
        let source =
          pattern.count == 0 ? 0 : (rowCell.first * columns.extent + columnCell.first) * samples
        append((row * columns.cells.count + column) * samples, source, &pattern)
        known[index] = pattern
      }
    }
    for span in spans { noteReach(span) }
  }

  /// A single cell that reads a single cell, channel by channel.
  static func one(_ samples: Int) -> WeightedSumTables {
    WeightedSumTables(rows: .one, columns: .one, kernelColumns: 1, channels: 1, samples: samples)
  }

  private mutating func list(
    _ rows: [AxisTaps.Tap], _ columns: [AxisTaps.Tap], _ sourceColumns: Int, _ kernelColumns: Int
  ) -> Known {
    let first = taps.count
    for row in rows {
      for column in columns {
        taps.append(
          WeightedTap(
            source: Int32((row.source * sourceColumns + column.source) * samples),
            weight: Int32(row.weight * kernelColumns + column.weight)))
      }
    }
    return Known(first: first, count: taps.count - first)
  }

  /// Adds a cell: extends the last span of its pattern if possible, otherwise as a new span.
  private mutating func append(_ target: Int, _ source: Int, _ pattern: inout Known) {
    if let index = pattern.last, extend(&spans[index], target, source) { return }
    var span = CellSpan()
    (span.target, span.source, span.cells) = (Int32(target), Int32(source), 1)
    (span.firstTap, span.tapCount) = (Int32(pattern.first), Int32(pattern.count))
    span.targetStep = Int32(samples)
    pattern.last = spans.count
    spans.append(span)
  }

  /// Extends a span by a cell, if the cell is next at the span's distance.
  private func extend(_ span: inout CellSpan, _ target: Int, _ source: Int) -> Bool {
    let before = span.cells - 1
    let targetStep = Int32(target) - span.target - before * span.targetStep
    let step = Int32(source) - span.source - before * span.step
    guard Int(span.cells) < limit, step >= 0 else { return false }
    if span.cells > 1, step != span.step || targetStep != span.targetStep { return false }
    // The kernels for one sample store adjacent cells only.
    if samples < interleaveFactor, targetStep != samples { return false }
    (span.step, span.targetStep, span.cells) = (step, targetStep, span.cells + 1)
    return true
  }

  private mutating func noteReach(_ span: CellSpan) {
    let taps = taps[Int(span.firstTap)..<Int(span.firstTap + span.tapCount)]
    let far = taps.map { Int($0.source) }.max() ?? 0
    let range = (far + Int((span.cells - 1) * span.step)) / samples + 1
    reach = max(reach, min(range, Int(span.cells) * taps.count))
  }
}

/// The cells of one axis by what they read relative to the first cell that they read, of which
/// there are few kinds however long the axis is.
private struct AxisPatterns {
  /// Every kind, in the order of first occurrence.
  private(set) var patterns: [[AxisTaps.Tap]] = []
  /// By cell, the index of its kind and the first cell that it reads.
  private(set) var cells: [(pattern: Int, first: Int)] = []

  init(_ taps: AxisTaps) {
    var known: [[AxisTaps.Tap]: Int] = [:]
    for cell in taps.cells {
      let first = cell.first?.source ?? 0
      let relative = cell.map { AxisTaps.Tap(source: $0.source - first, weight: $0.weight) }
      let index = known[relative] ?? patterns.count
      if index == patterns.count { patterns.append(relative) }
      known[relative] = index
      cells.append((index, first))
    }
  }
}
