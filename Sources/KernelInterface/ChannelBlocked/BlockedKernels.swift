/// The kernels for one image in the channel-blocked layout (nChw16c of oneDNN):
/// `[block of channels][row][column][channel of the block]`, with as many channels in a block as a
/// register has lanes.
///
/// Each kernel computes a part of its work, so that threads can share it; the result does not
/// depend on the division.
package struct BlockedKernels: Sendable {
  /// Computes the part of `work` from `first` to `end` − 1.
  package typealias Part<Work> =
    @Sendable (_ work: UnsafePointer<Work>, _ first: Int, _ end: Int) -> Void
  /// From the plain layout, `[channel][row][column]`, to blocks.
  package typealias Pack =
    @Sendable (
      _ image: UnsafePointer<BlockedImage>, _ plain: UnsafePointer<Float>,
      _ blocks: UnsafeMutablePointer<Float>
    ) -> Void
  /// From blocks to the plain layout.
  package typealias Unpack =
    @Sendable (
      _ image: UnsafePointer<BlockedImage>, _ blocks: UnsafePointer<Float>,
      _ plain: UnsafeMutablePointer<Float>
    ) -> Void
  package typealias PackWeights = @Sendable (_ packing: UnsafePointer<WeightPacking>) -> Void

  /// Some outputs of a convolution, counted row by row.
  package let convolve: Part<BlockedConvolution>
  /// The same for depthwise convolutions: weights `[row][column][channel]`.
  package let convolveDepthwise: Part<BlockedConvolution>
  /// Some pairs of output blocks of all tiles.
  package let convolveWinograd: Part<BlockedWinograd>
  /// The transformed inputs of all tiles, of some input blocks.
  package let transformWinograd: Part<BlockedWinograd>
  /// Some outputs of a pooling, counted row by row.
  package let pool: Part<BlockedPool>
  /// Some rows of all blocks.
  package let transform: Part<BlockedRows>
  /// Some units of a linear layer.
  package let linear: Part<LinearRows>
  package let pack: Pack
  package let unpack: Unpack
  /// Packs weights in the order in which ``convolve`` reads them.
  package let packWeights: PackWeights

  package init(
    convolve: @escaping Part<BlockedConvolution>,
    convolveDepthwise: @escaping Part<BlockedConvolution>,
    convolveWinograd: @escaping Part<BlockedWinograd>,
    transformWinograd: @escaping Part<BlockedWinograd>, pool: @escaping Part<BlockedPool>,
    transform: @escaping Part<BlockedRows>, linear: @escaping Part<LinearRows>,
    pack: @escaping Pack, unpack: @escaping Unpack, packWeights: @escaping PackWeights
  ) {
    (self.convolve, self.convolveDepthwise, self.pool) = (convolve, convolveDepthwise, pool)
    (self.convolveWinograd, self.transformWinograd) = (convolveWinograd, transformWinograd)
    (self.transform, self.linear) = (transform, linear)
    (self.pack, self.unpack, self.packWeights) = (pack, unpack, packWeights)
  }
}
