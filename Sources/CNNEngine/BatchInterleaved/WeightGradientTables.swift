import CNNModel
import KernelInterface

/// The tables of a ``WeightGradient``: for every block of rows of the narrow side and every weight
/// of the kernel, the runs of cells that it connects.
struct WeightGradientTables {
  private(set) var taps: [WeightGradientTap] = []
  private(set) var runs: [WeightGradientRun] = []
  private let geometry: ConvolutionGeometry
  /// The number of samples in a group.
  private let samples: Int

  init(_ geometry: ConvolutionGeometry, samples: Int) {
    (self.geometry, self.samples) = (geometry, samples)
    let window = geometry.window
    let columnRuns = window.columns.runs()
    let rowsAtOnce = geometry.rowsAtOnce(samples)
    for block in stride(from: 0, to: window.rows.outputs, by: rowsAtOnce) {
      let rows = block..<min(window.rows.outputs, block + rowsAtOnce)
      for tapRow in 0..<window.rows.kernel {
        for tapColumn in 0..<window.columns.kernel {
          add(rows, tapRow, tapColumn, columnRuns[tapColumn])
        }
      }
    }
    for index in taps.indices.dropLast() where (index + 1) % geometry.kernelPlane > 0 {
      taps[index].twin = twin(taps[index], taps[index + 1])
    }
  }

  /// Adds a weight of the kernel for a block of rows.
  private mutating func add(
    _ rows: Range<Int>, _ tapRow: Int, _ tapColumn: Int, _ columnRuns: [AxisRun]
  ) {
    let window = geometry.window
    var tap = WeightGradientTap()
    tap.weight =
      window.rows.weight(tap: tapRow) * window.columns.kernel
      + window.columns.weight(tap: tapColumn)
    tap.firstRun = runs.count
    for output in rows {
      guard let row = window.rows.source(output: output, tap: tapRow) else { continue }
      for run in columnRuns {
        append(
          WeightGradientRun(
            wide: Int32((row * geometry.wideRow + run.source) * samples),
            narrow: Int32((output * geometry.narrowRow + run.output) * samples),
            count: Int32(run.count)), from: tap.firstRun)
      }
    }
    tap.runCount = runs.count - tap.firstRun
    taps.append(tap)
  }

  /// Adds a run: extends the last one of the tap if they are contiguous, otherwise as a new one.
  private mutating func append(_ run: WeightGradientRun, from first: Int) {
    if runs.count > first, let last = runs.last {
      let step = Int32(geometry.window.columns.stride * samples)
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

  /// See ``WeightGradientTap/twin``.
  private func twin(_ first: WeightGradientTap, _ second: WeightGradientTap) -> Int {
    guard first.runCount == second.runCount, first.runCount > 0 else { return 0 }
    let distance = runs[second.firstRun].wide - runs[first.firstRun].wide
    let isAlike = (0..<first.runCount).allSatisfy { index in
      let (one, other) = (runs[first.firstRun + index], runs[second.firstRun + index])
      return one.narrow == other.narrow && one.count == other.count
        && other.wide - one.wide == distance
    }
    return isAlike ? Int(distance) : 0
  }
}

extension ConvolutionGeometry {
  /// The number of rows of the narrow side whose cells, with those of the wide side, fit into the
  /// L1 cache.
  fileprivate func rowsAtOnce(_ samples: Int) -> Int {
    let row = min(6, narrowGroup) * narrowRow + min(2, wideGroup) * wideRow * window.rows.stride
    let nearest = 16 << 10
    return max(1, nearest / (row * samples * MemoryLayout<Float>.stride))
  }
}
