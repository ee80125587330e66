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
  public var windows: UnsafeMutableBufferPointer<PoolWindow>
  /// The cells of windows in reading order, each from its channel's begin.
  public var cells: UnsafeMutableBufferPointer<Int32>

  public init(
    windows: UnsafeMutableBufferPointer<PoolWindow>, cells: UnsafeMutableBufferPointer<Int32>
  ) {
    (self.windows, self.cells) = (windows, cells)
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
