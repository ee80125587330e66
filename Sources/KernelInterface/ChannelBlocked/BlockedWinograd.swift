/// A convolution with a 3×3 kernel and stride 1 from blocks to blocks, 2×2 or 4×4 outputs at a time:
/// `Y = Aᵀ [Σ_channels (G g Gᵀ) ⊙ (Bᵀ d B)] A`, with 16 multiplications for each channel where the
/// definition has 36, or 36 where it has 144.
///
/// The larger tiles have larger rounding errors: their transformations multiply by up to 8, so that an
/// output differs from that of the definition by a few units of 10⁻⁶ of the largest one.
///
/// Source: F(2×2, 3×3) and F(4×4, 3×3) of A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural
/// Networks", 2015, after S. Winograd, "Arithmetic Complexity of Computations", 1980.
package struct BlockedWinograd {
  /// Rows and columns of a tile's outputs: 2 or 4.
  package var size: Int
  /// Rows and columns of the output, and tiles in a row; the last one may be incomplete.
  package var rows: Int
  package var columns: Int
  package var tileColumns: Int
  /// Input channels; the distances between input blocks and between rows.
  package var channels: Int
  package var blockStep: Int
  package var rowStep: Int
  /// The first tap of the first output. Up to 1 cell after the last tap is read as well, or 3.
  package var image: UnsafePointer<Float>
  /// Output blocks, an even number; the distances between them and between rows.
  package var results: Int
  package var resultStep: Int
  package var resultRow: Int
  /// The function that is applied to the sums, if any, and its parameter; see ``ElementFunction``.
  package var activation: ElementFunction?
  package var parameter: Float = 0
  /// `[pair of output blocks][place in a tile][input channel][channels of both]`, transformed.
  package var weights: UnsafePointer<Float>
  package var bias: UnsafePointer<Float>
  /// Added to the sums before the activation, in the layout of the output.
  package var addend: UnsafePointer<Float>?
  package var output: UnsafeMutablePointer<Float>
  /// The tiles whose inputs are transformed at once.
  package var tiles: Range<Int>
  /// Memory for the transformed inputs of these tiles, ``inputCount(lanes:)``, and
  /// whether they are in it already.
  package var inputs: UnsafeMutablePointer<Float>
  package var isTransformed = false
  /// Memory for the sums of the tiles of two output blocks, ``sumCount(lanes:)``.
  package var sums: UnsafeMutablePointer<Float>

  package init(
    size: Int, rows: Int, columns: Int, channels: Int, blockStep: Int, rowStep: Int,
    image: UnsafePointer<Float>, results: Int, resultStep: Int, resultRow: Int,
    activation: ElementFunction?, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    addend: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    (self.size, self.rows, self.columns) = (size, rows, columns)
    tileColumns = (columns + size - 1) / size
    (self.channels, self.blockStep, self.rowStep) = (channels, blockStep, rowStep)
    (self.image, self.results, self.resultStep) = (image, results, resultStep)
    (self.resultRow, self.activation, self.weights) = (resultRow, activation, weights)
    (self.bias, self.addend, self.output) = (bias, addend, output)
    (inputs, sums, tiles) = (scratch, scratch, 0..<0)
  }

  /// The numbers of a transformed tile.
  package static func places(size: Int) -> Int { (size + 2) * (size + 2) }

  /// The number of tiles, rounded up to a number that fills the vectors of every level.
  package static func room(tiles: Int) -> Int { (tiles + 11) / 12 * 12 }

  /// Floats from one of the places of a tile to the next: an odd number of cache lines, so that the
  /// places are not in the same cache set.
  private static func step(room: Int, blocks: Int, lanes: Int) -> Int {
    ((room * blocks * lanes + 15) / 16 | 1) * 16
  }

  /// ``room(tiles:)`` for the tiles of the work.
  package var room: Int { Self.room(tiles: tiles.count) }

  /// The blocks of the input.
  package func blocks(lanes: Int) -> Int { (channels + lanes - 1) / lanes }

  /// Floats from one place of the transformed inputs to the next.
  package func inputStep(lanes: Int) -> Int {
    Self.step(room: room, blocks: blocks(lanes: lanes), lanes: lanes)
  }

  /// Floats from one place of the sums of two output blocks to the next.
  package func sumStep(lanes: Int) -> Int { Self.step(room: room, blocks: 2, lanes: lanes) }

  /// The number of floats of the transformed inputs.
  package func inputCount(lanes: Int) -> Int {
    Self.places(size: size) * inputStep(lanes: lanes)
  }

  /// The number of floats of the sums of two output blocks.
  package func sumCount(lanes: Int) -> Int { Self.places(size: size) * sumStep(lanes: lanes) }
}
