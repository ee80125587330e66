import CNNModel
import KernelInterface

/// Max pooling with samples side by side.
struct MaximumPoolLanes: LaneLayer {
  let window: ImageWindow
  var readsOutputBack: Bool { false }

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let target = site.buffer(site.pooledShape(window))
    let pool = site.maximumPool(window, target)
    let (work, kernel) = (site.memory.work(pool), site.kernels.maximumPool)
    guard !pool.isAfterFunction, let run = site.postponedRun(target) else {
      site.then(writes: [target]) { frame, _ in kernel(work.address, frame) }
      return [target]
    }
    let (after, function) = (site.memory.work(run), site.kernels.function)
    site.then(writes: [target]) { frame, _ in
      kernel(work.address, frame)
      function(after.address, frame)
    }
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    var pool = site.maximumPool(window, site.outputs[0])
    let target = site.inputGradient(0)
    let kernel = site.kernels.maximumPoolGradient
    (pool.imageGradient, pool.pooledGradient) = (target.offset, site.gradients[0].offset)
    guard var run = site.postponedRun(site.outputs[0]) else {
      let work = site.memory.work(pool)
      site.back(input: 0, writes: [target]) { frame, _ in kernel(work.address, frame) }
      return
    }
    pool.pooledGradient = site.buffer(site.outputs[0].shape).offset
    (run.outputGradient, run.inputGradient) = (site.gradients[0].offset, pool.pooledGradient)
    let (work, before, slope) = (site.memory.work(pool), site.memory.work(run), site.kernels.slope)
    site.back(input: 0, writes: [target]) { frame, _ in
      slope(before.address, frame)
      kernel(work.address, frame)
    }
  }
}

extension ImageWindow {
  /// Whether every window sees a cell, so that its maximum is one of them.
  var seesCells: Bool {
    var seen = [Bool](repeating: false, count: outputPlane)
    forEachCell { output, _ in seen[output] = true }
    return !seen.contains(false)
  }

  /// Whether a cell is seen by several windows, so that its gradient is a sum.
  var sharesCells: Bool {
    var seen: Set<Int> = []
    var isShared = false
    forEachCell { _, cell in isShared = !seen.insert(cell).inserted || isShared }
    return isShared
  }
}

extension LaneSite {
  fileprivate func maximumPool(_ window: ImageWindow, _ target: LaneBuffer) -> Pool {
    var pool = pool(window, target, shares: nil)
    guard comparesPostponed, let postponed else { return pool }
    (pool.isAfterFunction, pool.closeChannels) = (true, closeChannels)
    pool.function = postponed.function
    return pool
  }

  /// The function that was left to this layer, of all that it gives.
  fileprivate func postponedRun(_ output: LaneBuffer) -> ElementRun? {
    guard let postponed else { return nil }
    var run = ElementRun(postponed.function, parameter: postponed.parameter)
    (run.input, run.output, run.count) = (
      output.offset, output.offset, (output.count + 15) / 16 * 16
    )
    return run
  }
}

/// Average pooling with samples side by side.
struct MeanPoolLanes: LaneLayer {
  let window: ImageWindow
  let shares: [Float]
  var readsOutputBack: Bool { false }

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let target = site.buffer(site.pooledShape(window))
    let pool = site.pool(window, target, shares: shares)
    let (work, kernel) = (site.memory.work(pool), site.kernels.meanPool)
    site.then(writes: [target]) { frame, _ in kernel(work.address, frame) }
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    var pool = site.pool(window, site.outputs[0], shares: shares)
    let target = site.inputGradient(0)
    (pool.imageGradient, pool.pooledGradient) = (target.offset, site.gradients[0].offset)
    let (work, kernel) = (site.memory.work(pool), site.kernels.meanPoolGradient)
    site.back(input: 0, writes: [target]) { frame, _ in kernel(work.address, frame) }
  }
}

/// The mean of every channel with samples side by side.
struct ChannelMeanLanes: LaneLayer {
  var readsOutputBack: Bool { false }

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let target = site.buffer([site.shapes[0][1], 1, 1])
    let (work, kernel) = (site.memory.work(pool(site, target)), site.kernels.meanPool)
    site.then(writes: [target]) { frame, _ in kernel(work.address, frame) }
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    var pool = pool(site, site.outputs[0])
    let target = site.inputGradient(0)
    (pool.imageGradient, pool.pooledGradient) = (target.offset, site.gradients[0].offset)
    let (work, kernel) = (site.memory.work(pool), site.kernels.meanPoolGradient)
    site.back(input: 0, writes: [target]) { frame, _ in kernel(work.address, frame) }
  }

  /// One window over all cells.
  private func pool(_ site: LaneSite, _ target: LaneBuffer) -> Pool {
    let plane = site.shapes[0][2] * site.shapes[0][3]
    return site.pool([(0..<plane).map { $0 }], target, shares: [1 / Float(plane)])
  }
}

extension LaneSite {
  /// What a pooling gives for one sample.
  fileprivate func pooledShape(_ window: ImageWindow) -> Shape {
    [shapes[0][1], window.rows.outputs, window.columns.outputs]
  }

  fileprivate func pool(_ window: ImageWindow, _ target: LaneBuffer, shares: [Float]?) -> Pool {
    var windows = [[Int]](repeating: [], count: window.outputPlane)
    window.forEachCell { output, cell in windows[output].append(cell) }
    var pool = pool(windows, target, shares: shares)
    pool.grid = PoolGrid(window)
    return pool
  }

  /// - Parameter windows: for every target cell the cells that it sees.
  fileprivate func pool(_ windows: [[Int]], _ target: LaneBuffer, shares: [Float]?) -> Pool {
    var cells: [Int32] = []
    let entries = windows.enumerated().map { index, window -> PoolWindow in
      var entry = PoolWindow()
      (entry.firstCell, entry.cellCount) = (Int32(cells.count), Int32(window.count))
      entry.share = shares?[index] ?? 0
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
  fileprivate init(_ window: ImageWindow) {
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
