/// What is done to every number of a row.
public enum RowFunction: Sendable {
  case copy, relu, relu6, sigmoid, tanh, silu
  /// Times `factors` plus `shifts`, a number for each channel.
  case scale
}

/// Rows of an image in blocks, or one row of plain numbers, on which an operation works number by
/// number. All images have the same geometry.
public struct BlockRows {
  public var function: RowFunction
  /// Rows of a block, from a block to the next, from a row to the next, and numbers of a row:
  /// a whole number of registers.
  public var rows: Int
  public var blockStep: Int
  public var rowStep: Int
  public var length: Int
  public var input: UnsafePointer<Float>
  /// Added before the function.
  public var addend: UnsafePointer<Float>?
  public var factors: UnsafePointer<Float>?
  public var shifts: UnsafePointer<Float>?
  public var output: UnsafeMutablePointer<Float>

  public init(
    function: RowFunction, rows: Int, blockStep: Int, rowStep: Int, length: Int,
    input: UnsafePointer<Float>, addend: UnsafePointer<Float>?, factors: UnsafePointer<Float>?,
    shifts: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>
  ) {
    (self.function, self.rows, self.blockStep) = (function, rows, blockStep)
    (self.rowStep, self.length, self.input) = (rowStep, length, input)
    (self.addend, self.factors, self.shifts) = (addend, factors, shifts)
    self.output = output
  }
}

/// Where the channels of an image lie: planar, `[channel][row][column]`, and in blocks.
public struct BlockImage: Sendable {
  public var channels: Int
  public var rows: Int
  public var columns: Int
  /// How many channels a block has, and the distances between blocks and between rows.
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

/// The weights `[output][input channel][tap]` of a convolution, and how they are to lie.
public struct WeightPacking {
  public var outputs: Int
  public var channels: Int
  public var taps: Int
  /// How many input channels lie in a block, and how many outputs are computed side by side.
  public var blockChannels: Int
  public var together: Int
  public var weights: UnsafePointer<Float>
  /// What the weights of each output are multiplied with.
  public var factors: UnsafePointer<Float>
  public var packed: UnsafeMutablePointer<Float>

  public init(
    outputs: Int, channels: Int, taps: Int, blockChannels: Int, together: Int,
    weights: UnsafePointer<Float>, factors: UnsafePointer<Float>,
    packed: UnsafeMutablePointer<Float>
  ) {
    (self.outputs, self.channels, self.taps) = (outputs, channels, taps)
    (self.blockChannels, self.together) = (blockChannels, together)
    (self.weights, self.factors, self.packed) = (weights, factors, packed)
  }
}

/// `y = w · x + b` for one sample: weights `[units][inputs]`.
public struct UnitSums {
  public var inputs: Int
  public var finish: BlockFinish
  public var weights: UnsafePointer<Float>
  public var bias: UnsafePointer<Float>
  public var input: UnsafePointer<Float>
  public var output: UnsafeMutablePointer<Float>

  public init(
    inputs: Int, finish: BlockFinish, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    (self.inputs, self.finish, self.weights) = (inputs, finish, weights)
    (self.bias, self.input, self.output) = (bias, input, output)
  }
}
