/// A weighted sum for every cell of a target: `t = bias + Σ_channels Σ_taps w · s`.
///
/// Forward passes and input gradients of convolutions, transposed convolutions and linear layers
/// are all this walk; they differ in the taps of their cells and in the strides of the weights.
public struct Walk: @unchecked Sendable {
  /// What lies side by side when there is one sample at a time.
  public enum Form: Sendable {
    /// Neighboring cells.
    case image
    /// Sources and their weights; there is one cell and one tap.
    case dots
    /// Targets and their weights; there is one cell and one tap.
    case spread
  }

  public var form = Form.image
  /// Where source and target begin in the group.
  public var source = 0
  public var target = 0
  /// Where weights begin in what groups share, and the bias; −1 without.
  public var weights = 0
  public var bias = -1
  /// The channels that a target cell sums over.
  public var channels = 0
  /// How many of these are added to the sums of all targets before the next ones are.
  public var channelsTogether = Int.max
  /// Floats from a channel of the source, and of the target, to the next.
  public var sourceStride = 0
  public var targetStride = 0
  /// Floats of the weights from a source channel, and from a target channel, to the next.
  public var weightSourceStride = 0
  public var weightTargetStride = 0
  public var tiles: UnsafeMutableBufferPointer<WalkTile>
  public var spans: UnsafeMutableBufferPointer<WalkSpan>
  public var taps: UnsafeMutableBufferPointer<WalkTap>

  public init(
    tiles: UnsafeMutableBufferPointer<WalkTile>, spans: UnsafeMutableBufferPointer<WalkSpan>,
    taps: UnsafeMutableBufferPointer<WalkTap>
  ) {
    (self.tiles, self.spans, self.taps) = (tiles, spans, taps)
  }
}

/// Target channels that are computed together.
public struct WalkTile: Sendable {
  /// The first target channel, and how many there are.
  public var first = 0
  public var count = 0
  /// Where their source channels begin, from the source's begin.
  public var source = 0
  /// Where their weights begin, from the weights' begin.
  public var weights = 0

  public init() {}
}

/// Target cells at equal distances that are summed by the same taps.
public struct WalkSpan: Sendable {
  /// The first cell, from the begin of its channel, and its source.
  public var target: Int32 = 0
  public var source: Int32 = 0
  /// Floats from a cell to the next, of the source and of the target; the latter are neighbors when
  /// there is one sample at a time.
  public var step: Int32 = 0
  public var targetStep: Int32 = 0
  public var cells: Int32 = 0
  public var firstTap: Int32 = 0
  public var tapCount: Int32 = 0

  public init() {}
}

/// A source cell, from its span's source, and its weight, from the tile's weights.
public struct WalkTap: Sendable {
  public var source: Int32
  public var weight: Int32

  public init(source: Int32, weight: Int32) { (self.source, self.weight) = (source, weight) }
}

/// What a cell and a tap cost in tiles of one target channel, of two, and so on: tenths of a clock
/// cycle, where all is near.
public typealias WalkCosts = InlineArray<6, Int>
