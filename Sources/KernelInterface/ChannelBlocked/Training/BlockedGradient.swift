/// A tile of a convolution's weight gradient in the channel-blocked layout: every number of one
/// side times vectors of the other side, summed over the cells of some samples.
///
/// `tile[s][v] (+)= Σ_cells scalars[cell][s] · vectors[cell][v]`, with ``BlockedGradientTile`` wide
/// vectors. All distances are in floats.
package struct BlockedGradient {
  /// The cells of the narrow side.
  package var rows: Int
  package var columns: Int
  /// The first of the adjacent scalars, and the distances from one cell to the next.
  package var scalars: UnsafePointer<Float>
  package var scalarRow: Int
  package var scalarColumn: Int
  /// Up to three vectors, and the distances from one cell to the next.
  package var vectors: UnsafePointer<Float>
  package var offsets: (Int, Int, Int)
  package var vectorCount: Int
  package var vectorRow: Int
  package var vectorColumn: Int
  /// The number of samples, and the distances from one to the next.
  package var samples: Int
  package var scalarSample: Int
  package var vectorSample: Int
  /// Whether the sums are added to the tile; otherwise they replace it.
  package var isAdded: Bool
  package var tile: UnsafeMutablePointer<Float>

  package init(
    rows: Int, columns: Int, scalars: UnsafePointer<Float>, scalarRow: Int, scalarColumn: Int,
    vectors: UnsafePointer<Float>, vectorRow: Int, vectorColumn: Int,
    tile: UnsafeMutablePointer<Float>
  ) {
    (self.rows, self.columns, self.scalars) = (rows, columns, scalars)
    (self.scalarRow, self.scalarColumn) = (scalarRow, scalarColumn)
    (self.vectors, self.vectorRow, self.vectorColumn) = (vectors, vectorRow, vectorColumn)
    (offsets, vectorCount, isAdded, self.tile) = ((0, 0, 0), 1, false, tile)
    (samples, scalarSample, vectorSample) = (1, 0, 0)
  }
}

/// The weights of a convolution from one side to the other, packed for
/// ``BlockedKernels/convolve``: `[source block][tap][channel of the block][target]`.
package struct StridedPacking {
  /// The targets of the tile that exist, and those that there is room for.
  package var targets: Int
  package var targetsAtOnce: Int
  package var sources: Int
  package var blockChannels: Int
  /// From the weight of one target, and of one source, to the next.
  package var targetStride: Int
  package var sourceStride: Int
  /// The offsets of the taps' weights.
  package var taps: UnsafeBufferPointer<Int>
  package var weights: UnsafePointer<Float>
  package var packed: UnsafeMutablePointer<Float>

  package init(
    targets: Int, targetsAtOnce: Int, sources: Int, blockChannels: Int, targetStride: Int,
    sourceStride: Int, taps: UnsafeBufferPointer<Int>, weights: UnsafePointer<Float>,
    packed: UnsafeMutablePointer<Float>
  ) {
    (self.targets, self.targetsAtOnce, self.sources) = (targets, targetsAtOnce, sources)
    (self.blockChannels, self.targetStride) = (blockChannels, targetStride)
    (self.sourceStride, self.taps, self.weights) = (sourceStride, taps, weights)
    self.packed = packed
  }
}
