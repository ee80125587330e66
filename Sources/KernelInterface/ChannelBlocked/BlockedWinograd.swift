/// A convolution with a 3×3 kernel and stride 1 from blocks to blocks, 2×2 outputs at a time:
/// `Y = Aᵀ [Σ_channels (G g Gᵀ) ⊙ (Bᵀ d B)] A`, with 16 multiplications for each channel where the
/// definition has 36.
///
/// Source: F(2×2, 3×3) of A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks",
/// 2015, after S. Winograd, "Arithmetic Complexity of Computations", 1980.
package struct BlockedWinograd {
  /// Rows and columns of the output, and pairs of columns; the last pair may be incomplete.
  package var rows: Int
  package var columns: Int
  package var pairs: Int
  /// Input channels; the distances between input blocks and between rows.
  package var channels: Int
  package var blockStep: Int
  package var rowStep: Int
  /// The first tap of the first output. One cell after the last tap is read as well.
  package var image: UnsafePointer<Float>
  /// Output blocks, an even number; the distances between them and between rows.
  package var results: Int
  package var resultStep: Int
  package var resultRow: Int
  /// The rectifier that is applied to the sums: `relu`, `relu6` or none.
  package var activation: ElementFunction?
  /// `[pair of output blocks][16][input channel][channels of both]`, transformed.
  package var weights: UnsafePointer<Float>
  package var bias: UnsafePointer<Float>
  /// Added to the sums before the activation, in the layout of the output.
  package var addend: UnsafePointer<Float>?
  package var output: UnsafeMutablePointer<Float>
  /// Memory for intermediate results: ``scratchCount(tiles:channels:lanes:)``.
  package var scratch: UnsafeMutablePointer<Float>

  package init(
    rows: Int, columns: Int, channels: Int, blockStep: Int, rowStep: Int,
    image: UnsafePointer<Float>, results: Int, resultStep: Int, resultRow: Int,
    activation: ElementFunction?, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    addend: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    (self.rows, self.columns, pairs) = (rows, columns, (columns + 1) / 2)
    (self.channels, self.blockStep, self.rowStep) = (channels, blockStep, rowStep)
    (self.image, self.results, self.resultStep) = (image, results, resultStep)
    (self.resultRow, self.activation, self.weights) = (resultRow, activation, weights)
    (self.bias, self.addend, self.output) = (bias, addend, output)
    self.scratch = scratch
  }

  /// The number of tiles, rounded up to a number that fills the vectors of every level.
  package static func room(tiles: Int) -> Int { (tiles + 11) / 12 * 12 }

  /// Floats from one of the 16 positions of a tile to the next: an odd number of cache lines, so
  /// that the positions are not in the same cache set.
  package static func step(room: Int, blocks: Int, lanes: Int) -> Int {
    ((room * blocks * lanes + 15) / 16 | 1) * 16
  }

  /// The number of floats for some tiles: the transformed inputs, and the sums of two output
  /// blocks.
  package static func scratchCount(tiles: Int, channels: Int, lanes: Int) -> Int {
    let (room, blocks) = (room(tiles: tiles), (channels + lanes - 1) / lanes)
    return 16
      * (step(room: room, blocks: blocks, lanes: lanes)
        + step(room: room, blocks: 2, lanes: lanes))
  }
}
