/// The kernels for single images, with channels side by side: `[block][row][column][channel]`.
///
/// Each does a part of its work, so that threads can share it; the result does not depend on how
/// it is cut.
public struct BlockKernels: Sendable {
  public typealias Part<Work> =
    @Sendable (_ work: UnsafePointer<Work>, _ first: Int, _ end: Int) -> Void

  /// Outputs `first` to `end` − 1, counted row by row.
  public let convolve: Part<BlockConvolution>
  /// The same where every channel has a kernel of its own: weights `[row][column][channel]`.
  public let convolveDepth: Part<BlockConvolution>
  /// Tiles `first` to `end` − 1 of two by two outputs, counted row by row.
  public let convolveWinograd: Part<BlockWinograd>
  /// Outputs `first` to `end` − 1, counted row by row.
  public let pool: Part<BlockPool>
  /// Rows `first` to `end` − 1 of all blocks.
  public let transform: Part<BlockRows>
  /// Units `first` to `end` − 1.
  public let sumUnits: Part<UnitSums>
  /// Blocks `first` to `end` − 1 from planar to blocks.
  public let pack:
    @Sendable (
      _ image: UnsafePointer<BlockImage>, _ planar: UnsafePointer<Float>,
      _ blocks: UnsafeMutablePointer<Float>
    ) -> Void
  /// From blocks to planar.
  public let unpack:
    @Sendable (
      _ image: UnsafePointer<BlockImage>, _ blocks: UnsafePointer<Float>,
      _ planar: UnsafeMutablePointer<Float>
    ) -> Void
  /// Lays weights as ``convolve`` wants them.
  public let packWeights: @Sendable (_ packing: UnsafePointer<WeightPacking>) -> Void

  public init(
    convolve: @escaping Part<BlockConvolution>, convolveDepth: @escaping Part<BlockConvolution>,
    convolveWinograd: @escaping Part<BlockWinograd>,
    pool: @escaping Part<BlockPool>, transform: @escaping Part<BlockRows>,
    sumUnits: @escaping Part<UnitSums>,
    pack:
      @escaping @Sendable (
        UnsafePointer<BlockImage>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
      ) -> Void,
    unpack:
      @escaping @Sendable (
        UnsafePointer<BlockImage>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
      ) -> Void,
    packWeights: @escaping @Sendable (UnsafePointer<WeightPacking>) -> Void
  ) {
    (self.convolve, self.convolveDepth, self.pool) = (convolve, convolveDepth, pool)
    (self.convolveWinograd, self.transform, self.sumUnits) = (convolveWinograd, transform, sumUnits)
    (self.pack, self.unpack, self.packWeights) = (pack, unpack, packWeights)
  }
}
