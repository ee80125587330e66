/// A convolution from blocks to up to three neighboring output blocks.
///
/// Weights are `[input block][row][column][channel of the block][channels of all output blocks]`.
package struct BlockedConvolution {
  package var window: BlockedWindow
  /// The number of input channels, and the number in a block.
  package var channels: Int
  package var blockChannels: Int
  /// From one input block to the next.
  package var blockStep: Int
  /// The number of output blocks (1, 2 or 3), and the distance between them.
  package var results: Int
  package var resultStep: Int
  /// The function that is applied to the sums, if any, and its parameter; see ``ElementFunction``.
  package var activation: ElementFunction?
  package var parameter: Float = 0
  package var image: UnsafePointer<Float>
  package var weights: UnsafePointer<Float>
  /// One number for each channel of the output blocks.
  package var bias: UnsafePointer<Float>
  /// Added to the sums before the activation, in the layout of the output.
  package var addend: UnsafePointer<Float>?
  package var output: UnsafeMutablePointer<Float>

  package init(
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
