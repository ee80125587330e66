import CNNModel
import KernelInterface

extension NodeBuilder {
  /// The tables of a pooling from the input to a target.
  ///
  /// - Parameter scales: the factor of the sum of each window; `nil` for a maximum.
  func pool(_ window: SpatialWindow, _ target: InterleavedBuffer, scales: [Float]?) -> Pool {
    let (rows, columns) = (window.rows.sourceLists, window.columns.sourceLists)
    var cells: [Int32] = []
    var entries: [PoolWindow] = []
    entries.reserveCapacity(window.outputPlane)
    for row in rows {
      for column in columns {
        var entry = PoolWindow()
        entry.firstCell = Int32(cells.count)
        entry.cellCount = Int32(row.count * column.count)
        entry.scale = scales?[entries.count] ?? 0
        for line in row {
          for cell in column {
            cells.append(Int32((line * window.columns.extent + cell) * samples))
          }
        }
        entries.append(entry)
      }
    }
    var pool = pool(entries, cells, target)
    pool.grid = PoolGrid(window)
    return pool
  }

  /// One window over all cells.
  ///
  /// - Parameter scale: the factor of the sum.
  func pool(allOf plane: Int, _ target: InterleavedBuffer, scale: Float) -> Pool {
    var entry = PoolWindow()
    (entry.cellCount, entry.scale) = (Int32(plane), scale)
    return pool([entry], (0..<plane).map { Int32($0 * samples) }, target)
  }

  private func pool(
    _ windows: [PoolWindow], _ cells: [Int32], _ target: InterleavedBuffer
  ) -> Pool {
    var pool = Pool(windows: memory.table(windows), cells: memory.table(cells))
    let image = inputs[0]
    (pool.image, pool.pooled, pool.channels) = (image.offset, target.offset, image.shape[0])
    (pool.imageStride, pool.pooledStride) = (image.channelStride, target.channelStride)
    let count = windows.first?.cellCount ?? 0
    pool.cellsEach = windows.allSatisfy { $0.cellCount == count } ? Int(count) : 0
    let plane = image.channelStride / samples
    pool.isPartition = cells.count == plane && cells.areDistinct(below: plane, samples)
    return pool
  }
}

extension AxisWindow {
  /// By output, the cells inside of the image that it reads.
  fileprivate var sourceLists: [[Int]] {
    (0..<outputs).map { output in
      (0..<kernel).compactMap { source(output: output, tap: $0) }
    }
  }
}

extension [Int32] {
  /// Whether no cell occurs twice; they are multiples of `step` below `count · step`.
  fileprivate func areDistinct(below count: Int, _ step: Int) -> Bool {
    var seen = [Bool](repeating: false, count: count)
    for cell in self {
      let index = Int(cell) / step
      guard index < count, !seen[index] else { return false }
      seen[index] = true
    }
    return true
  }
}

extension PoolGrid {
  /// The windows of one sample's image.
  fileprivate init(_ window: SpatialWindow) {
    self.init()
    let (rows, columns) = (window.rows, window.columns)
    isInside = [rows, columns].allSatisfy {
      $0.before == 0 && $0.outputs > 0
        && $0.place(output: $0.outputs - 1, tap: $0.kernel - 1) < $0.extent
    }
    (self.rows, self.columns) = (rows.outputs, columns.outputs)
    (kernelRows, kernelColumns) = (rows.kernel, columns.kernel)
    (rowStride, columnStride) = (rows.stride * columns.extent, columns.stride)
    (tapRow, tapColumn) = (rows.dilation * columns.extent, columns.dilation)
  }
}
