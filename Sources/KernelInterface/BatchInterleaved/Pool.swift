/// A pooling over a group: a window for every cell of the target, channel by channel.
package struct Pool: @unchecked Sendable {
  /// Offsets of the image and of the pooled tensor in the group.
  package var image = 0
  package var pooled = 0
  /// Offsets of their gradients.
  package var imageGradient = 0
  package var pooledGradient = 0
  package var channels = 0
  /// Floats from one channel to the next.
  package var imageStride = 0
  package var pooledStride = 0
  /// Whether every cell of the image is in exactly one window.
  package var isPartition = false
  /// The number of cells in each window if they are equal; 0 otherwise.
  package var cellsEach = 0
  /// The sigmoid or hyperbolic tangent that is fused into a maximum; `nil` without.
  package var fusedFunction: ElementFunction?
  /// Offset in the group of a flag for each channel: whether a window has numbers so close together
  /// that the fused function's values must be compared instead.
  package var closeChannels = 0
  package var grid = PoolGrid()
  /// Whether there is one window, over all cells of the channel in their order; means need no
  /// ``cells`` then.
  package var isWhole = false
  /// The rows of windows, from the top.
  package var rows: UnsafeMutableBufferPointer<PoolRow>
  /// The number of windows in a row.
  package var columns: Int
  /// The windows of every kind of row.
  package var windows: UnsafeMutableBufferPointer<PoolWindow>
  /// The cells of the windows in reading order, as offsets from the row's ``PoolRow/source``.
  package var cells: UnsafeMutableBufferPointer<Int32>

  package init(
    rows: UnsafeMutableBufferPointer<PoolRow>, columns: Int,
    windows: UnsafeMutableBufferPointer<PoolWindow>, cells: UnsafeMutableBufferPointer<Int32>
  ) {
    (self.rows, self.columns, self.windows, self.cells) = (rows, columns, windows, cells)
  }
}

/// Windows in rows and columns, if all of them have the same form.
package struct PoolGrid: Sendable {
  /// Whether every window lies inside the image; if not, the other properties are undefined.
  package var isInside = false
  /// Rows and columns of windows.
  package var rows = 0
  package var columns = 0
  package var kernelRows = 0
  package var kernelColumns = 0
  /// Floats from one window to the next, down and to the right.
  package var rowStride = 0
  package var columnStride = 0
  /// Floats from one cell of a window to the next, down and to the right.
  package var tapRow = 0
  package var tapColumn = 0

  package init() {}

  /// Whether windows are 2×2 cells with stride 2.
  @inlinable
  package var isTwoByTwo: Bool {
    kernelRows == 2 && kernelColumns == 2 && columnStride == 2 && tapColumn == 1
      && rowStride == 2 * tapRow
  }
}

/// A row of windows. Rows that read the same cells relative to their first one share their windows.
package struct PoolRow: Sendable {
  /// The offset in the channel of the first row of cells that it reads.
  package var source: Int32 = 0
  /// The first of its windows.
  package var firstWindow: Int32 = 0

  package init() {}
}

/// A window of a row of windows.
package struct PoolWindow: Sendable {
  package var firstCell: Int32 = 0
  package var cellCount: Int32 = 0
  /// The factor of the sum for a mean.
  package var scale: Float = 0

  package init() {}
}
