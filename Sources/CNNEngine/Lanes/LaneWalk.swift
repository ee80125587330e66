import CNNModel
import KernelInterface

/// For every cell of one axis of a target the source cells that it sums over, and the weights that
/// they meet.
struct AxisTaps {
  struct Tap: Hashable {
    let source: Int
    let weight: Int
  }

  let cells: [[Tap]]
  /// Cells of the source.
  let extent: Int

  /// From wide to narrow: what a place of the window reads.
  init(gather window: AxisWindow) {
    extent = window.extent
    cells = (0..<window.outputs).map { output in
      (0..<window.kernel).compactMap { tap in
        window.source(output: output, tap: tap).map {
          Tap(source: $0, weight: window.weight(tap: tap))
        }
      }
    }
  }

  /// From narrow to wide: who reads a cell.
  init(scatter window: AxisWindow) {
    extent = window.outputs
    cells = (0..<window.extent).map { cell in
      window.readers(of: cell).map {
        Tap(source: $0.output, weight: window.weight(tap: $0.tap))
      }
    }
  }

  /// One cell that sums over one.
  static var one: AxisTaps { AxisTaps(cells: [[Tap(source: 0, weight: 0)]], extent: 1) }

  init(cells: [[Tap]], extent: Int) { (self.cells, self.extent) = (cells, extent) }
}

/// The tables of a walk over an image.
struct WalkTables {
  private(set) var spans: [WalkSpan] = []
  /// The most cells of a span.
  private let limit: Int
  /// How many samples lie side by side.
  private let samples: Int
  private(set) var taps: [WalkTap] = []
  /// Where the taps of a pair of patterns begin, and how many there are.
  private var known: [Pattern: (first: Int, count: Int)] = [:]
  /// The last span of every pattern.
  private var last: [Int: Int] = [:]
  /// The most source cells that a span reads of a channel.
  private(set) var reach = 1

  /// The taps of a cell relative to the first of them.
  private struct Pattern: Hashable {
    let rows: [AxisTaps.Tap]
    let columns: [AxisTaps.Tap]
  }

  /// - Parameters:
  ///   - kernelColumns: weights of a row of the kernel.
  ///   - channels: of the source; a span's cells of all of them stay in a near cache.
  init(rows: AxisTaps, columns: AxisTaps, kernelColumns: Int, channels: Int, samples: Int) {
    self.samples = samples
    limit = max(128, 2048 * laneCount / max(1, channels)) / samples
    for (row, rowTaps) in rows.cells.enumerated() {
      for (column, columnTaps) in columns.cells.enumerated() {
        add(
          target: row * columns.cells.count + column, rowTaps, columnTaps,
          sourceColumns: columns.extent, kernelColumns: kernelColumns)
      }
    }
  }

  private mutating func add(
    target: Int, _ rows: [AxisTaps.Tap], _ columns: [AxisTaps.Tap], sourceColumns: Int,
    kernelColumns: Int
  ) {
    let (firstRow, firstColumn) = (rows.first?.source ?? 0, columns.first?.source ?? 0)
    let pattern = Pattern(rows: Self.from(firstRow, rows), columns: Self.from(firstColumn, columns))
    let place = known[pattern] ?? list(pattern, sourceColumns, kernelColumns)
    known[pattern] = place
    let isEmpty = place.count == 0
    let source = isEmpty ? 0 : (firstRow * sourceColumns + firstColumn) * samples
    append(target * samples, source, place)
  }

  private static func from(_ first: Int, _ taps: [AxisTaps.Tap]) -> [AxisTaps.Tap] {
    taps.map { AxisTaps.Tap(source: $0.source - first, weight: $0.weight) }
  }

  private mutating func list(
    _ pattern: Pattern, _ sourceColumns: Int, _ kernelColumns: Int
  ) -> (first: Int, count: Int) {
    let first = taps.count
    for row in pattern.rows {
      for column in pattern.columns {
        taps.append(
          WalkTap(
            source: Int32((row.source * sourceColumns + column.source) * samples),
            weight: Int32(row.weight * kernelColumns + column.weight)))
      }
    }
    return (first, taps.count - first)
  }

  /// One cell that sums over one, channel by channel.
  static func one(_ samples: Int) -> WalkTables {
    WalkTables(rows: .one, columns: .one, kernelColumns: 1, channels: 1, samples: samples)
  }

  /// Adds a cell: to the last span of its pattern where it goes on as that does, or else as a new
  /// one.
  private mutating func append(_ target: Int, _ source: Int, _ taps: (first: Int, count: Int)) {
    if let index = last[taps.first], spans[index].tapCount == taps.count,
      extend(&spans[index], target, source)
    {
      note(spans[index])
      return
    }
    var span = WalkSpan()
    (span.target, span.source, span.cells) = (Int32(target), Int32(source), 1)
    (span.firstTap, span.tapCount) = (Int32(taps.first), Int32(taps.count))
    span.targetStep = Int32(samples)
    last[taps.first] = spans.count
    spans.append(span)
    note(span)
  }

  /// Makes a span longer by a cell, if it is the next at its distance.
  private func extend(_ span: inout WalkSpan, _ target: Int, _ source: Int) -> Bool {
    let before = span.cells - 1
    let targetStep = Int32(target) - span.target - before * span.targetStep
    let step = Int32(source) - span.source - before * span.step
    guard Int(span.cells) < limit, step >= 0 else { return false }
    if span.cells > 1, step != span.step || targetStep != span.targetStep { return false }
    // One sample's cells are computed side by side only where they are.
    if samples < laneCount, targetStep != samples { return false }
    (span.step, span.targetStep, span.cells) = (step, targetStep, span.cells + 1)
    return true
  }

  private mutating func note(_ span: WalkSpan) {
    let taps = taps[Int(span.firstTap)..<Int(span.firstTap + span.tapCount)]
    let far = taps.map { Int($0.source) }.max() ?? 0
    let range = (far + Int((span.cells - 1) * span.step)) / samples + 1
    reach = max(reach, min(range, Int(span.cells) * taps.count))
  }
}

/// How channels of a walk's target and source belong together, and how their weights lie.
struct WalkChannels {
  var groups: Int
  /// Channels of a group.
  var targets: Int
  var sources: Int
  /// Weights from a target channel, a source channel and a group to the next.
  var targetStride: Int
  var sourceStride: Int
  var groupStride: Int
}

extension LaneSite {
  /// A walk over an image from one tensor to another.
  func walk(
    _ tables: WalkTables, _ channels: WalkChannels, from source: LaneBuffer,
    to target: LaneBuffer, weights: Int, bias: Int?, form: Walk.Form = .image
  ) -> LaneOperation.Body {
    let isOne = samples == 1 && form == .spread
    var tiles: [WalkTile] = []
    for group in 0..<channels.groups {
      for part in isOne ? [0..<channels.targets] : kernels.walkTiles(channels.targets) {
        var tile = WalkTile()
        tile.first = group * channels.targets + part.lowerBound
        tile.count = part.count
        tile.source = group * channels.sources * source.channelStride
        tile.weights = group * channels.groupStride + part.lowerBound * channels.targetStride
        tiles.append(tile)
      }
    }
    var walk = Walk(
      tiles: memory.table(tiles), spans: memory.table(tables.spans),
      taps: memory.table(tables.taps))
    walk.form = form
    (walk.source, walk.target, walk.weights) = (source.offset, target.offset, weights)
    (walk.bias, walk.channels) = (bias ?? -1, channels.sources)
    (walk.sourceStride, walk.targetStride) = (source.channelStride, target.channelStride)
    walk.weightSourceStride = channels.sourceStride
    walk.weightTargetStride = channels.targetStride
    if tiles.count > 1, form == .image {
      let near = max(1, Self.nearCells / tables.reach)
      let parts = (channels.sources + near - 1) / near
      walk.channelsTogether = (channels.sources + parts - 1) / parts
    }
    if form == .image, let body = packed(walk, tables, channels) { return body }
    let (work, kernel) = (memory.work(walk), kernels.walk)
    return { frame, _ in kernel(work.address, frame) }
  }
}
