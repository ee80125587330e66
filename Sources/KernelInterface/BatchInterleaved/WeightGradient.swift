/// The weight gradient of a convolution over a group: `g = Σ_cells Σ_samples wide · narrow`.
///
/// The wide side is the one that the window slides over, the narrow side has one cell per window.
/// For a convolution they are the input and the output gradient, for a transposed convolution the
/// reverse.
package struct WeightGradient: @unchecked Sendable {
  /// Offsets in the group: of the two sides, and of the group's contribution to the gradient.
  package var wide = 0
  package var narrow = 0
  package var gradient = 0
  /// Floats from one channel to the next.
  package var wideStride = 0
  package var narrowStride = 0
  /// Floats of the wide side from one cell of a run to the next.
  package var step = 0
  /// Floats of the gradient from one channel of each side to the next.
  package var gradientWideStride = 0
  package var gradientNarrowStride = 0
  /// Offset in the group of partial sums, and the number of tiles that they have room for: twelve
  /// vectors for each weight of the kernel.
  package var scratch = 0
  package var tilesAtOnce = 1
  /// The number of weights of the kernel, and of blocks of cells.
  package var tapCount = 0
  package var blockCount = 0
  package var tiles: UnsafeMutableBufferPointer<WeightGradientTile>
  /// The kernel's weights for the first block of cells, then for the second, …
  package var taps: UnsafeMutableBufferPointer<WeightGradientTap>
  package var runs: UnsafeMutableBufferPointer<WeightGradientRun>

  package init(
    tiles: UnsafeMutableBufferPointer<WeightGradientTile>,
    taps: UnsafeMutableBufferPointer<WeightGradientTap>,
    runs: UnsafeMutableBufferPointer<WeightGradientRun>
  ) {
    (self.tiles, self.taps, self.runs) = (tiles, taps, runs)
  }
}

/// Channels of both sides whose gradients are summed together.
package struct WeightGradientTile: Sendable {
  package var narrowCount = 0
  package var wideCount = 0
  /// Offsets of the first channels in each side, and of their gradient in the whole gradient.
  package var narrow = 0
  package var wide = 0
  package var gradient = 0

  package init() {}
}

/// A weight of the kernel, and the runs of cells of a block that it connects.
package struct WeightGradientTap: Sendable {
  package var weight = 0
  package var firstRun = 0
  package var runCount = 0
  /// The distance on the wide side to the cells of the next weight if both weights connect the same
  /// cells of the narrow side; otherwise 0.
  package var twin = 0

  package init() {}
}

/// Consecutive cells of the narrow side, and the cells of the wide side that they are multiplied
/// by.
package struct WeightGradientRun: Sendable {
  package var wide: Int32
  package var narrow: Int32
  package var count: Int32

  package init(wide: Int32, narrow: Int32, count: Int32) {
    (self.wide, self.narrow, self.count) = (wide, narrow, count)
  }
}
