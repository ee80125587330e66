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
  /// The first tap of each pattern, and the number of its taps.
  private var known: [Pattern: (first: Int, count: Int)] = [:]
  /// The last span of every pattern, by its first tap.
  private var last: [Int: Int] = [:]

  /// The taps of a cell relative to the first of them.
  private struct Pattern: Hashable {
    let rows: [AxisTaps.Tap]
    let columns: [AxisTaps.Tap]
  }

  /// - Parameters:
  /// The number of weights in a row of the kernel.
  ///   - channels: of the source; a span's cells of all of them stay in a near cache.
  init(rows: AxisTaps, columns: AxisTaps, kernelColumns: Int, channels: Int, samples: Int) {
    self.samples = samples
    limit = max(128, 2048 * interleaveFactor / max(1, channels)) / samples
    for (row, rowTaps) in rows.cells.enumerated() {
      for (column, columnTaps) in columns.cells.enumerated() {
        add(
          target: row * columns.cells.count + column, rowTaps, columnTaps,
          sourceColumns: columns.extent, kernelColumns: kernelColumns)
      }
    }
  }

  /// A single cell that reads a single cell, channel by channel.
  static func one(_ samples: Int) -> WeightedSumTables {
    WeightedSumTables(rows: .one, columns: .one, kernelColumns: 1, channels: 1, samples: samples)
  }

  private mutating func add(
    target: Int, _ rows: [AxisTaps.Tap], _ columns: [AxisTaps.Tap], sourceColumns: Int,
    kernelColumns: Int
  ) {
    let (firstRow, firstColumn) = (rows.first?.source ?? 0, columns.first?.source ?? 0)
    let pattern = Pattern(
      rows: Self.relative(to: firstRow, rows), columns: Self.relative(to: firstColumn, columns))
    let range = known[pattern] ?? list(pattern, sourceColumns, kernelColumns)
    known[pattern] = range
    let isEmpty = range.count == 0
    let source = isEmpty ? 0 : (firstRow * sourceColumns + firstColumn) * samples
    append(target * samples, source, range)
  }

  private static func relative(to first: Int, _ taps: [AxisTaps.Tap]) -> [AxisTaps.Tap] {
    taps.map { AxisTaps.Tap(source: $0.source - first, weight: $0.weight) }
  }

  private mutating func list(
    _ pattern: Pattern, _ sourceColumns: Int, _ kernelColumns: Int
  ) -> (first: Int, count: Int) {
    let first = taps.count
    for row in pattern.rows {
      for column in pattern.columns {
        taps.append(
          WeightedTap(
            source: Int32((row.source * sourceColumns + column.source) * samples),
            weight: Int32(row.weight * kernelColumns + column.weight)))
      }
    }
    return (first, taps.count - first)
  }

  /// Adds a cell: extends the last span of its pattern if possible, otherwise as a new span.
  private mutating func append(_ target: Int, _ source: Int, _ taps: (first: Int, count: Int)) {
    if let index = last[taps.first], spans[index].tapCount == taps.count,
      extend(&spans[index], target, source)
    {
      noteReach(spans[index])
      return
    }
    var span = CellSpan()
    (span.target, span.source, span.cells) = (Int32(target), Int32(source), 1)
    (span.firstTap, span.tapCount) = (Int32(taps.first), Int32(taps.count))
    span.targetStep = Int32(samples)
    last[taps.first] = spans.count
    spans.append(span)
    noteReach(span)
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
