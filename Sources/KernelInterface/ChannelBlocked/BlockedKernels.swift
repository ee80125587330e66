/// The kernels for one image in the channel-blocked layout (nChw16c of oneDNN):
/// `[block of channels][row][column][channel of the block]`, with as many channels in a block as a
/// register has lanes.
///
/// Each does a part of its work, so that threads can share it; the result does not depend on how
/// the work is cut.
public struct BlockedKernels: Sendable {
  /// Does the part of `work` from `first` to `end` − 1.
  public typealias Part<Work> =
    @Sendable (_ work: UnsafePointer<Work>, _ first: Int, _ end: Int) -> Void
  /// From the plain layout, `[channel][row][column]`, to blocks.
  public typealias Pack =
    @Sendable (
      _ image: UnsafePointer<BlockedImage>, _ plain: UnsafePointer<Float>,
      _ blocks: UnsafeMutablePointer<Float>
    ) -> Void
  /// From blocks to the plain layout.
  public typealias Unpack =
    @Sendable (
      _ image: UnsafePointer<BlockedImage>, _ blocks: UnsafePointer<Float>,
      _ plain: UnsafeMutablePointer<Float>
    ) -> Void
  public typealias PackWeights = @Sendable (_ packing: UnsafePointer<WeightPacking>) -> Void

  /// Some outputs of a convolution, counted row by row.
  public let convolve: Part<BlockedConvolution>
  /// The same where every channel has a kernel of its own: weights `[row][column][channel]`.
  public let convolveDepthwise: Part<BlockedConvolution>
  /// Some tiles of 2×2 outputs, counted row by row.
  public let convolveWinograd: Part<BlockedWinograd>
  /// Some outputs of a pooling, counted row by row.
  public let pool: Part<BlockedPool>
  /// Some rows of all blocks.
  public let transform: Part<BlockedRows>
  /// Some units of a linear layer.
  public let linear: Part<LinearRows>
  public let pack: Pack
  public let unpack: Unpack
  /// Arranges weights as ``convolve`` reads them.
  public let packWeights: PackWeights

  public init(
    convolve: @escaping Part<BlockedConvolution>,
    convolveDepthwise: @escaping Part<BlockedConvolution>,
    convolveWinograd: @escaping Part<BlockedWinograd>, pool: @escaping Part<BlockedPool>,
    transform: @escaping Part<BlockedRows>, linear: @escaping Part<LinearRows>,
    pack: @escaping Pack, unpack: @escaping Unpack, packWeights: @escaping PackWeights
  ) {
    (self.convolve, self.convolveDepthwise, self.pool) = (convolve, convolveDepthwise, pool)
    (self.convolveWinograd, self.transform, self.linear) = (convolveWinograd, transform, linear)
    (self.pack, self.unpack, self.packWeights) = (pack, unpack, packWeights)
  }
}
