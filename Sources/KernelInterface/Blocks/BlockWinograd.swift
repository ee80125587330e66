/// A convolution with a kernel of 3×3 and stride 1 from blocks to blocks, two by two outputs at a
/// time: `Y = Aᵀ [Σ_channels (G g Gᵀ) ⊙ (Bᵀ d B)] A`, with 16 products for each channel where the
/// definition has 36.
///
/// Source: F(2×2, 3×3) of A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks",
/// 2015, after S. Winograd, "Arithmetic Complexity of Computations", 1980.
public struct BlockWinograd {
  /// Of the output, and how many pairs of columns there are; the last may lack its second one.
  public var rows: Int
  public var columns: Int
  public var pairs: Int
  /// How many input channels there are; from an input block to the next, and from a row to the next.
  public var channels: Int
  public var blockStep: Int
  public var rowStep: Int
  /// The first tap of the first output. One cell more than there are taps can be read.
  public var image: UnsafePointer<Float>
  /// How many output blocks, two at a time, from one to the next, and from a row to the next.
  public var results: Int
  public var resultStep: Int
  public var resultRow: Int
  public var finish: BlockFinish
  /// `[pair of output blocks][16][input channel][channels of both]`, transformed.
  public var weights: UnsafePointer<Float>
  public var bias: UnsafePointer<Float>
  /// Added to the outputs, lying as they do.
  public var addend: UnsafePointer<Float>?
  public var output: UnsafeMutablePointer<Float>
  /// Room for the part that is computed: ``scratchCount(tiles:channels:lanes:)``.
  public var scratch: UnsafeMutablePointer<Float>

  public init(
    rows: Int, columns: Int, channels: Int, blockStep: Int, rowStep: Int,
    image: UnsafePointer<Float>, results: Int, resultStep: Int, resultRow: Int,
    finish: BlockFinish, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    addend: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    (self.rows, self.columns, pairs) = (rows, columns, (columns + 1) / 2)
    (self.channels, self.blockStep, self.rowStep) = (channels, blockStep, rowStep)
    (self.image, self.results, self.resultStep) = (image, results, resultStep)
    (self.resultRow, self.finish, self.weights) = (resultRow, finish, weights)
    (self.bias, self.addend, self.output) = (bias, addend, output)
    self.scratch = scratch
  }

  /// Numbers that lie side by side for each of 16 places: as many tiles as are computed together, up
  /// to a number that fills the registers of every level.
  public static func room(tiles: Int) -> Int { (tiles + 11) / 12 * 12 }

  /// From the numbers of a place to those of the next: an odd number of lines of the cache, so that
  /// the places of a tile do not compete for the same lines.
  public static func step(room: Int, blocks: Int, lanes: Int) -> Int {
    ((room * blocks * lanes + 15) / 16 | 1) * 16
  }

  /// How many numbers a part of so many tiles needs: transformed inputs, and sums of two blocks.
  public static func scratchCount(tiles: Int, channels: Int, lanes: Int) -> Int {
    let (room, blocks) = (room(tiles: tiles), (channels + lanes - 1) / lanes)
    return 16
      * (step(room: room, blocks: blocks, lanes: lanes)
        + step(room: room, blocks: 2, lanes: lanes))
  }
}
