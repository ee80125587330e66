import CNNModel
import KernelInterface

extension NodeBuilder {
  /// The tables of a pooling from the input to a target.
  ///
  /// - Parameter scales: the factor of the sum of each window; `nil` for a maximum.
  func pool(_ window: SpatialWindow, _ target: InterleavedBuffer, scales: [Float]?) -> Pool {
    var windows = [[Int]](repeating: [], count: window.outputPlane)
    window.forEachCell { output, cell in windows[output].append(cell) }
    var pool = pool(windows, target, scales: scales)
    pool.grid = PoolGrid(window)
    return pool
  }

  /// - Parameter windows: the cells in the window of every target cell.
  func pool(_ windows: [[Int]], _ target: InterleavedBuffer, scales: [Float]?) -> Pool {
    var cells: [Int32] = []
    let entries = windows.enumerated().map { index, window -> PoolWindow in
      var entry = PoolWindow()
      (entry.firstCell, entry.cellCount) = (Int32(cells.count), Int32(window.count))
      entry.scale = scales?[index] ?? 0
      cells += window.map { Int32($0 * samples) }
      return entry
    }
    var pool = Pool(windows: memory.table(entries), cells: memory.table(cells))
    let image = inputs[0]
    (pool.image, pool.pooled, pool.channels) = (image.offset, target.offset, image.shape[0])
    (pool.imageStride, pool.pooledStride) = (image.channelStride, target.channelStride)
    let counts = Set(windows.map(\.count))
    pool.cellsEach = counts.count == 1 ? counts.first ?? 0 : 0
    pool.isPartition =
      cells.count == image.channelStride / samples && Set(cells).count == cells.count
    return pool
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
