/// A window for every cell of a target, channel by channel.
public struct Pool: @unchecked Sendable {
  /// Where the image and the pooled side begin in the group.
  public var image = 0
  public var pooled = 0
  /// Where their gradients begin.
  public var imageGradient = 0
  public var pooledGradient = 0
  public var channels = 0
  /// Floats from a channel to the next.
  public var imageStride = 0
  public var pooledStride = 0
  /// Whether every cell of the image is in exactly one window.
  public var isPartition = false
  /// How many cells each window has, where it is the same number; 0 otherwise.
  public var cellsEach = 0
  /// Whether the function of a maximum is wanted, which may be the sigmoid or the hyperbolic
  /// tangent; and where it is noted, for each channel, whether its windows have numbers so close
  /// together that the function's values have to be compared.
  public var isAfterFunction = false
  public var function = LaneFunction.sigmoid
  public var closeChannels = 0
  public var grid = PoolGrid()
  public var windows: UnsafeMutableBufferPointer<PoolWindow>
  /// The cells of windows in reading order, each from its channel's begin.
  public var cells: UnsafeMutableBufferPointer<Int32>

  public init(
    windows: UnsafeMutableBufferPointer<PoolWindow>, cells: UnsafeMutableBufferPointer<Int32>
  ) {
    (self.windows, self.cells) = (windows, cells)
  }
}

/// Windows in rows and columns, as far as they all are the same.
public struct PoolGrid: Sendable {
  /// Whether every window lies inside of the image, so that the rest holds.
  public var isInside = false
  /// Places of the window.
  public var rows = 0
  public var columns = 0
  public var kernelRows = 0
  public var kernelColumns = 0
  /// Numbers from a window to the next, down and to the right.
  public var rowStride = 0
  public var columnStride = 0
  /// Numbers from a cell of a window to the next, down and to the right.
  public var tapRow = 0
  public var tapColumn = 0

  public init() {}

  /// Whether windows are two by two cells, next to each other.
  @inlinable
  public var isSquareOfTwo: Bool {
    kernelRows == 2 && kernelColumns == 2 && columnStride == 2 && tapColumn == 1
      && rowStride == 2 * tapRow
  }
}

/// The window of one target cell.
public struct PoolWindow: Sendable {
  public var firstCell: Int32 = 0
  public var cellCount: Int32 = 0
  /// What a mean multiplies the sum with.
  public var share: Float = 0

  public init() {}
}
