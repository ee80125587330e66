/// A pooling over a group: a window for every cell of the target, channel by channel.
public struct Pool: @unchecked Sendable {
  /// Offsets of the image and of the pooled tensor in the group.
  public var image = 0
  public var pooled = 0
  /// Offsets of their gradients.
  public var imageGradient = 0
  public var pooledGradient = 0
  public var channels = 0
  /// Floats from one channel to the next.
  public var imageStride = 0
  public var pooledStride = 0
  /// Whether every cell of the image is in exactly one window.
  public var isPartition = false
  /// How many cells each window has, where it is the same number; 0 otherwise.
  public var cellsEach = 0
  /// The sigmoid or hyperbolic tangent that is fused into a maximum; `nil` without.
  public var fusedFunction: ElementFunction?
  /// Offset in the group of a flag for each channel: whether a window has numbers so close together
  /// that the fused function's values have to be compared instead.
  public var closeChannels = 0
  public var grid = PoolGrid()
  public var windows: UnsafeMutableBufferPointer<PoolWindow>
  /// The cells of the windows in reading order, as offsets in the channel.
  public var cells: UnsafeMutableBufferPointer<Int32>

  public init(
    windows: UnsafeMutableBufferPointer<PoolWindow>, cells: UnsafeMutableBufferPointer<Int32>
  ) {
    (self.windows, self.cells) = (windows, cells)
  }
}

/// Windows in rows and columns, where all of them have the same form.
public struct PoolGrid: Sendable {
  /// Whether every window lies inside the image; without, the rest does not hold.
  public var isInside = false
  /// Rows and columns of windows.
  public var rows = 0
  public var columns = 0
  public var kernelRows = 0
  public var kernelColumns = 0
  /// Floats from one window to the next, down and to the right.
  public var rowStride = 0
  public var columnStride = 0
  /// Floats from one cell of a window to the next, down and to the right.
  public var tapRow = 0
  public var tapColumn = 0

  public init() {}

  /// Whether windows are 2×2 cells with stride 2.
  @inlinable
  public var isTwoByTwo: Bool {
    kernelRows == 2 && kernelColumns == 2 && columnStride == 2 && tapColumn == 1
      && rowStride == 2 * tapRow
  }
}

/// The window of one target cell.
public struct PoolWindow: Sendable {
  public var firstCell: Int32 = 0
  public var cellCount: Int32 = 0
  /// What a mean multiplies the sum by.
  public var scale: Float = 0

  public init() {}
}
