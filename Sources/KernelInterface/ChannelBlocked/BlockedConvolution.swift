/// A convolution from blocks to up to three neighboring output blocks.
///
/// Weights are `[input block][row][column][channel of the block][channels of all output blocks]`.
public struct BlockedConvolution {
  public var window: BlockedWindow
  /// How many input channels there are, and how many a block has.
  public var channels: Int
  public var blockChannels: Int
  /// From one input block to the next.
  public var blockStep: Int
  /// How many output blocks there are (1, 2 or 3), and the distance between them.
  public var results: Int
  public var resultStep: Int
  /// The rectifier that is applied to the sums: `relu`, `relu6` or none.
  public var activation: ElementFunction?
  public var image: UnsafePointer<Float>
  public var weights: UnsafePointer<Float>
  /// One number for each channel of the output blocks.
  public var bias: UnsafePointer<Float>
  /// Added to the sums before the activation, in the layout of the output.
  public var addend: UnsafePointer<Float>?
  public var output: UnsafeMutablePointer<Float>

  public init(
    window: BlockedWindow, channels: Int, blockChannels: Int, blockStep: Int, results: Int,
    resultStep: Int, activation: ElementFunction?, image: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>, addend: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>
  ) {
    (self.window, self.channels, self.blockChannels) = (window, channels, blockChannels)
    (self.blockStep, self.results, self.resultStep) = (blockStep, results, resultStep)
    (self.activation, self.image, self.weights) = (activation, image, weights)
    (self.bias, self.addend, self.output) = (bias, addend, output)
  }
}
