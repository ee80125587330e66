import CNNModel
import KernelInterface

extension NodeBuilder {
  /// The tables of a pooling from the input to a target.
  ///
  /// - Parameter shares: the factors of the sums of the windows; `nil` for a maximum.
  func pool(_ window: SpatialWindow, _ target: InterleavedBuffer, shares: WindowShares?) -> Pool {
    let tables = PoolTables(window, shares, samples: samples)
    var pool = pool(tables.rows, window.columns.outputs, tables.windows, tables.cells, target)
    pool.grid = PoolGrid(window)
    let count = tables.windows.first?.cellCount ?? 0
    pool.cellsEach = tables.windows.allSatisfy { $0.cellCount == count } ? Int(count) : 0
    pool.isPartition = window.axes.allSatisfy(\.isPartition)
    pool.isWhole = window.outputPlane == 1 && pool.isPartition
    return pool
  }

  /// One window over all cells, for a mean.
  ///
  /// - Parameter scale: the factor of the sum.
  func pool(allOf plane: Int, _ target: InterleavedBuffer, scale: Float) -> Pool {
    var entry = PoolWindow()
    (entry.cellCount, entry.scale) = (Int32(plane), scale)
    var pool = pool([PoolRow()], 1, [entry], [], target)
    (pool.isWhole, pool.isPartition) = (true, true)
    return pool
  }

  private func pool(
    _ rows: [PoolRow], _ columns: Int, _ windows: [PoolWindow], _ cells: [Int32],
    _ target: InterleavedBuffer
  ) -> Pool {
    var pool = Pool(
      rows: memory.table(rows), columns: columns, windows: memory.table(windows),
      cells: memory.table(cells))
    let image = inputs[0]
    (pool.image, pool.pooled, pool.channels) = (image.offset, target.offset, image.shape[0])
    (pool.imageStride, pool.pooledStride) = (image.channelStride, target.channelStride)
    return pool
  }
}

extension AxisWindow {
  /// Whether every cell of the image is in exactly one window.
  fileprivate var isPartition: Bool {
    var seen = [Bool](repeating: false, count: extent)
    var count = 0
    for output in 0..<outputs {
      for tap in 0..<kernel {
        guard let cell = source(output: output, tap: tap) else { continue }
        if seen[cell] { return false }
        (seen[cell], count) = (true, count + 1)
      }
    }
    return count == extent
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
