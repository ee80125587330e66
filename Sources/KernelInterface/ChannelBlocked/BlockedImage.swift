/// Where the channels of an image lie in the plain layout, `[channel][row][column]`, and in blocks.
public struct BlockedImage: Sendable {
  public var channels: Int
  public var rows: Int
  public var columns: Int
  /// How many channels a block has; floats from one block and from one row to the next.
  public var blockChannels: Int
  public var blockStep: Int
  public var rowStep: Int

  public init(
    channels: Int, rows: Int, columns: Int, blockChannels: Int, blockStep: Int, rowStep: Int
  ) {
    (self.channels, self.rows, self.columns) = (channels, rows, columns)
    (self.blockChannels, self.blockStep, self.rowStep) = (blockChannels, blockStep, rowStep)
  }

  /// How many blocks there are.
  public var blocks: Int { (channels + blockChannels - 1) / blockChannels }
}

/// The weights `[output][input channel][tap]` of a convolution, and how they are to be packed.
public struct WeightPacking {
  public var outputs: Int
  public var channels: Int
  public var taps: Int
  /// How many input channels a block has, and how many outputs are computed at once.
  public var blockChannels: Int
  public var outputsAtOnce: Int
  public var weights: UnsafePointer<Float>
  /// What the weights of each output are multiplied by.
  public var factors: UnsafePointer<Float>
  public var packed: UnsafeMutablePointer<Float>

  public init(
    outputs: Int, channels: Int, taps: Int, blockChannels: Int, outputsAtOnce: Int,
    weights: UnsafePointer<Float>, factors: UnsafePointer<Float>,
    packed: UnsafeMutablePointer<Float>
  ) {
    (self.outputs, self.channels, self.taps) = (outputs, channels, taps)
    (self.blockChannels, self.outputsAtOnce) = (blockChannels, outputsAtOnce)
    (self.weights, self.factors, self.packed) = (weights, factors, packed)
  }
}
