/// The weight gradient of a convolution over a group: `g = Σ_cells Σ_samples wide · narrow`.
public struct Correlation: @unchecked Sendable {
  /// Where the two sides begin in the group, and the group's share of the gradient.
  public var wide = 0
  public var narrow = 0
  public var gradient = 0
  /// Floats from a channel to the next.
  public var wideStride = 0
  public var narrowStride = 0
  /// Floats of the wide side from a cell of a run to the next.
  public var step = 0
  /// Floats of the gradient from a channel of each side to the next.
  public var gradientWideStride = 0
  public var gradientNarrowStride = 0
  /// Where sums wait in the group, and how many tiles' there is room for: twelve registers for each
  /// weight of the kernel.
  public var scratch = 0
  public var tilesTogether = 1
  /// Weights of the kernel, and blocks of cells.
  public var tapCount = 0
  public var blockCount = 0
  public var tiles: UnsafeMutableBufferPointer<CorrelationTile>
  /// The weights for the first block of cells, then for the second, …
  public var taps: UnsafeMutableBufferPointer<CorrelationTap>
  public var runs: UnsafeMutableBufferPointer<CorrelationRun>

  public init(
    tiles: UnsafeMutableBufferPointer<CorrelationTile>,
    taps: UnsafeMutableBufferPointer<CorrelationTap>,
    runs: UnsafeMutableBufferPointer<CorrelationRun>
  ) {
    (self.tiles, self.taps, self.runs) = (tiles, taps, runs)
  }
}

/// Channels of both sides that are computed together.
public struct CorrelationTile: Sendable {
  public var narrowCount = 0
  public var wideCount = 0
  /// Where their channels begin, from the begin of each side, and their gradients.
  public var narrow = 0
  public var wide = 0
  public var gradient = 0

  public init() {}
}

/// A weight of the kernel, and the runs of cells of a block that it connects.
public struct CorrelationTap: Sendable {
  public var weight = 0
  public var firstRun = 0
  public var runCount = 0
  /// From a cell of the wide side to the next weight's, where both weights connect the same cells of
  /// the narrow side; 0 where they do not.
  public var twin = 0

  public init() {}
}

/// Neighboring cells of the narrow side and what they meet on the wide one.
public struct CorrelationRun: Sendable {
  public var wide: Int32
  public var narrow: Int32
  public var count: Int32

  public init(wide: Int32, narrow: Int32, count: Int32) {
    (self.wide, self.narrow, self.count) = (wide, narrow, count)
  }
}
