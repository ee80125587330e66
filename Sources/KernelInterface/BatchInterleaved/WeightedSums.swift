/// A weighted sum for every cell of a target: `t = bias + Σ_channels Σ_taps w · s`.
///
/// The forward pass and the input gradient of convolutions, transposed convolutions and linear
/// layers are all of this form; they differ in the taps of their cells and in the strides of the
/// weights.
package struct WeightedSums: @unchecked Sendable {
  /// What fills the vectors of the kernels for one sample.
  package enum Form: Sendable {
    /// Neighboring cells of the target.
    case image
    /// Sources and their weights: a dot product for each target; there is one cell and one tap.
    case dotProducts
    /// Targets and their weights: `targets += source · weights`; there is one cell and one tap.
    case axpy
  }

  package var form = Form.image
  /// Offsets of source and target in the group.
  package var source = 0
  package var target = 0
  /// Offsets of the weights and of the bias in the shared memory; −1 without a bias.
  package var weights = 0
  package var bias = -1
  /// The number of source channels that a target cell sums over.
  package var channels = 0
  /// The number of source channels that are added to the sums of all targets before the next ones.
  package var channelsAtOnce = Int.max
  /// Floats from one channel to the next.
  package var sourceStride = 0
  package var targetStride = 0
  /// Floats of the weights from one source channel, and from one target channel, to the next.
  package var weightSourceStride = 0
  package var weightTargetStride = 0
  package var tiles: UnsafeMutableBufferPointer<ChannelTile>
  package var spans: UnsafeMutableBufferPointer<CellSpan>
  package var taps: UnsafeMutableBufferPointer<WeightedTap>

  package init(
    tiles: UnsafeMutableBufferPointer<ChannelTile>, spans: UnsafeMutableBufferPointer<CellSpan>,
    taps: UnsafeMutableBufferPointer<WeightedTap>
  ) {
    (self.tiles, self.spans, self.taps) = (tiles, spans, taps)
  }
}

/// Target channels that are summed together, with all sums in registers.
package struct ChannelTile: Sendable {
  /// The first target channel, and their number.
  package var first = 0
  package var count = 0
  /// Offset of their source channels in the source.
  package var source = 0
  /// Offset of their weights in the weights.
  package var weights = 0

  package init() {}
}

/// Target cells at equal distances with the same taps.
package struct CellSpan: Sendable {
  /// Offset of the first cell in its channel, and of its source.
  package var target: Int32 = 0
  package var source: Int32 = 0
  /// Floats from one cell to the next, of the source and of the target; with one sample the target
  /// cells are adjacent.
  package var step: Int32 = 0
  package var targetStep: Int32 = 0
  package var cells: Int32 = 0
  package var firstTap: Int32 = 0
  package var tapCount: Int32 = 0

  package init() {}
}

/// A source cell, relative to its span's source, and its weight, relative to the tile's weights.
package struct WeightedTap: Sendable {
  package var source: Int32
  package var weight: Int32

  package init(source: Int32, weight: Int32) { (self.source, self.weight) = (source, weight) }
}

/// The cost of one cell and one tap in tiles of one target channel, of two, and so on: tenths of a
/// clock cycle, with all data in the L1 cache.
package typealias TileCosts = InlineArray<6, Int>
