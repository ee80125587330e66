/// The weight gradient of a convolution over a group: `g = Σ_cells Σ_samples wide · narrow`.
///
/// The wide side is the one that the window slides over, the narrow side has one cell for each place
/// of the window: for a convolution they are the input and the gradient by the output, for a
/// transposed convolution the other way round.
public struct WeightGradient: @unchecked Sendable {
  /// Offsets in the group: of the two sides, and of the group's part of the gradient.
  public var wide = 0
  public var narrow = 0
  public var gradient = 0
  /// Floats from one channel to the next.
  public var wideStride = 0
  public var narrowStride = 0
  /// Floats of the wide side from one cell of a run to the next.
  public var step = 0
  /// Floats of the gradient from one channel of each side to the next.
  public var gradientWideStride = 0
  public var gradientNarrowStride = 0
  /// Offset in the group where partial sums are kept, and for how many tiles there is room: twelve
  /// registers for each weight of the kernel.
  public var scratch = 0
  public var tilesAtOnce = 1
  /// Weights of the kernel, and blocks of cells.
  public var tapCount = 0
  public var blockCount = 0
  public var tiles: UnsafeMutableBufferPointer<WeightGradientTile>
  /// The kernel's weights for the first block of cells, then for the second, …
  public var taps: UnsafeMutableBufferPointer<WeightGradientTap>
  public var runs: UnsafeMutableBufferPointer<WeightGradientRun>

  public init(
    tiles: UnsafeMutableBufferPointer<WeightGradientTile>,
    taps: UnsafeMutableBufferPointer<WeightGradientTap>,
    runs: UnsafeMutableBufferPointer<WeightGradientRun>
  ) {
    (self.tiles, self.taps, self.runs) = (tiles, taps, runs)
  }
}

/// Channels of both sides whose gradients are summed together.
public struct WeightGradientTile: Sendable {
  public var narrowCount = 0
  public var wideCount = 0
  /// Offsets of the first channels in each side, and of their gradient in the whole gradient.
  public var narrow = 0
  public var wide = 0
  public var gradient = 0

  public init() {}
}

/// A weight of the kernel, and the runs of a block's cells that it connects.
public struct WeightGradientTap: Sendable {
  public var weight = 0
  public var firstRun = 0
  public var runCount = 0
  /// The distance on the wide side to the cells of the next weight, where both weights connect the
  /// same cells of the narrow side; 0 where they do not.
  public var twin = 0

  public init() {}
}

/// Neighboring cells of the narrow side, and the cells of the wide side that they are multiplied by.
public struct WeightGradientRun: Sendable {
  public var wide: Int32
  public var narrow: Int32
  public var count: Int32

  public init(wide: Int32, narrow: Int32, count: Int32) {
    (self.wide, self.narrow, self.count) = (wide, narrow, count)
  }
}
