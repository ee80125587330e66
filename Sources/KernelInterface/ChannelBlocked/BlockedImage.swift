/// The places of an image's channels in the plain layout, `[channel][row][column]`, and in blocks.
package struct BlockedImage: Sendable {
  package var channels: Int
  package var rows: Int
  package var columns: Int
  /// The number of channels in a block; floats from one block and from one row to the next.
  package var blockChannels: Int
  package var blockStep: Int
  package var rowStep: Int

  package init(
    channels: Int, rows: Int, columns: Int, blockChannels: Int, blockStep: Int, rowStep: Int
  ) {
    (self.channels, self.rows, self.columns) = (channels, rows, columns)
    (self.blockChannels, self.blockStep, self.rowStep) = (blockChannels, blockStep, rowStep)
  }

  /// The number of blocks.
  package var blocks: Int { (channels + blockChannels - 1) / blockChannels }
}

/// The weights `[output][input channel][tap]` of a convolution, and how they are packed.
package struct WeightPacking {
  package var outputs: Int
  package var channels: Int
  package var taps: Int
  /// The number of input channels in a block, and of outputs that are computed together.
  package var blockChannels: Int
  package var outputsAtOnce: Int
  package var weights: UnsafePointer<Float>
  /// The factor of the weights of each output.
  package var factors: UnsafePointer<Float>
  package var packed: UnsafeMutablePointer<Float>

  package init(
    outputs: Int, channels: Int, taps: Int, blockChannels: Int, outputsAtOnce: Int,
    weights: UnsafePointer<Float>, factors: UnsafePointer<Float>,
    packed: UnsafeMutablePointer<Float>
  ) {
    (self.outputs, self.channels, self.taps) = (outputs, channels, taps)
    (self.blockChannels, self.outputsAtOnce) = (blockChannels, outputsAtOnce)
    (self.weights, self.factors, self.packed) = (weights, factors, packed)
  }
}
