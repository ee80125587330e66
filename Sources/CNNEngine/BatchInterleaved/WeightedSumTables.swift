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
  /// The taps of a pattern among ``taps``, the farthest source cell of them, and its last span.
  private struct Known {
    let first: Int
    let count: Int
    let far: Int
    var last: Int?
  }

  /// - Parameters:
  ///   - kernelColumns: the number of weights in a row of the kernel.
  ///   - channels: of the source; a span's cells of all of them stay in a near cache.
  init(rows: AxisTaps, columns: AxisTaps, kernelColumns: Int, channels: Int, samples: Int) {
    self.samples = samples
    limit = max(128, 2048 * interleaveFactor / max(1, channels)) / samples
    let (rowPatterns, columnPatterns) = (AxisPatterns(rows), AxisPatterns(columns))
    let (width, columnRuns) = (columnPatterns.patterns.count, columnPatterns.runs)
    var known = [Known?](repeating: nil, count: rowPatterns.patterns.count * width)
    for (row, rowCell) in rowPatterns.cells.enumerated() {
      for run in columnRuns {
        let index = rowCell.pattern * width + run.pattern
        var pattern =
          known[index]
          ?? list(
            rowPatterns.patterns[rowCell.pattern], columnPatterns.patterns[run.pattern],
            columns.extent, kernelColumns)
        var cells = Cells(
          target: (row * columns.cells.count + run.cell) * samples,
          source: (rowCell.first * columns.extent + run.first) * samples, count: run.count,
          targetStep: run.cellStep * samples, step: run.firstStep * samples)
        if pattern.count == 0 { (cells.source, cells.step) = (0, 0) }
        append(cells, &pattern)
        known[index] = pattern
      }
    }
    spans.sort { $0.target < $1.target }
  }

  /// Cells of a row with the same taps at equal distances.
  private struct Cells {
    var target: Int
    var source: Int
    var count: Int
    let targetStep: Int
    var step: Int

    mutating func drop(_ cells: Int) {
      (target, source, count) = (target + cells * targetStep, source + cells * step, count - cells)
    }
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
    return Known(
      first: first, count: taps.count - first,
      far: taps[first...].reduce(0) { max($0, Int($1.source)) })
  }

  /// Adds cells: extends the last span of their pattern as far as possible, and adds the others as
  /// new spans.
  private mutating func append(_ cells: Cells, _ pattern: inout Known) {
    var rest = cells
    while rest.count > 0 {
      let (count, isExtended) = (rest.count, pattern.last.map { extend($0, by: &rest) } ?? false)
      if !isExtended {
        var span = CellSpan()
        (span.target, span.source, span.cells) = (Int32(rest.target), Int32(rest.source), 1)
        (span.firstTap, span.tapCount) = (Int32(pattern.first), Int32(pattern.count))
        span.targetStep = Int32(samples)
        pattern.last = spans.count
        spans.append(span)
        rest.drop(1)
      }
      precondition(rest.count < count, "cells that belong to no span")
      if let last = pattern.last { noteReach(spans[last], pattern) }
    }
  }

  /// Extends a span by the first cell, if it is next at the span's distance, and by the others as
  /// far as they follow at the same distance.
  private mutating func extend(_ index: Int, by cells: inout Cells) -> Bool {
    let (span, before) = (spans[index], Int(spans[index].cells) - 1)
    let targetStep = cells.target - Int(span.target) - before * Int(span.targetStep)
    let step = cells.source - Int(span.source) - before * Int(span.step)
    guard before + 1 < limit, step >= 0 else { return false }
    if before > 0, step != Int(span.step) || targetStep != Int(span.targetStep) { return false }
    // The kernels for one sample store adjacent cells only.
    if samples < interleaveFactor, targetStep != samples { return false }
    let isEven = step == cells.step && targetStep == cells.targetStep
    let count = isEven ? min(cells.count, limit - before - 1) : 1
    (spans[index].step, spans[index].targetStep) = (Int32(step), Int32(targetStep))
    spans[index].cells += Int32(count)
    cells.drop(count)
    return true
  }

  private mutating func noteReach(_ span: CellSpan, _ pattern: Known) {
    let range = (pattern.far + (Int(span.cells) - 1) * Int(span.step)) / samples + 1
    reach = max(reach, min(range, Int(span.cells) * pattern.count))
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

  /// Cells of one kind at equal distances that read cells at equal distances.
  struct Run {
    let pattern: Int
    let cell: Int
    let first: Int
    var count = 1
    var cellStep = 1
    var firstStep = 0
  }

  /// All cells in runs as long as possible, kind by kind.
  var runs: [Run] {
    var runs = [[Run]](repeating: [], count: patterns.count)
    for (cell, place) in cells.enumerated() {
      if var run = runs[place.pattern].popLast() {
        let isNext = run.add(cell, place.first)
        runs[place.pattern].append(run)
        if isNext { continue }
      }
      runs[place.pattern].append(Run(pattern: place.pattern, cell: cell, first: place.first))
    }
    return runs.flatMap(\.self)
  }
}

extension AxisPatterns.Run {
  /// Adds a cell if it is next at the distance of the others.
  mutating func add(_ cell: Int, _ first: Int) -> Bool {
    let step = cell - self.cell - (count - 1) * cellStep
    let sourceStep = first - self.first - (count - 1) * firstStep
    if count > 1, step != cellStep || sourceStep != firstStep { return false }
    (cellStep, firstStep, count) = (step, sourceStep, count + 1)
    return true
  }
}
