/// A window over an image whose channels lie in blocks: `[block][row][column][channel of block]`.
///
/// All distances are in numbers. The image has its padding around it, so that every tap of every
/// output is a number that can be read.
public struct BlockWindow: Sendable {
  /// Columns of the output; outputs are counted row by row.
  public var outputColumns: Int
  /// From the taps of an output to those of the next one in its row, and in its column.
  public var columnStep: Int
  public var rowStep: Int
  /// Rows and columns of the kernel, and from a tap to the next.
  public var kernelRows: Int
  public var kernelColumns: Int
  public var tapRow: Int
  public var tapColumn: Int
  /// From an output to the next in its row, and from a row to the next.
  public var resultColumn: Int
  public var resultRow: Int

  public init(
    outputColumns: Int, columnStep: Int, rowStep: Int, kernelRows: Int, kernelColumns: Int,
    tapRow: Int, tapColumn: Int, resultColumn: Int, resultRow: Int
  ) {
    (self.outputColumns, self.columnStep, self.rowStep) = (outputColumns, columnStep, rowStep)
    (self.kernelRows, self.kernelColumns) = (kernelRows, kernelColumns)
    (self.tapRow, self.tapColumn) = (tapRow, tapColumn)
    (self.resultColumn, self.resultRow) = (resultColumn, resultRow)
  }
}

/// What becomes of a sum before it is stored.
public enum BlockFinish: Sendable {
  case plain, relu, relu6
}

/// A part of a convolution from blocks to blocks: all outputs `first` to `end` − 1 of neighboring
/// output blocks.
///
/// Weights are `[input channel block][row][column][channel of block][channels of all output
/// blocks]`.
public struct BlockConvolution {
  public var window: BlockWindow
  /// How many input channels there are, and how many of them lie in a block.
  public var channels: Int
  public var blockChannels: Int
  /// From an input block to the next.
  public var blockStep: Int
  /// How many output blocks (1, 2 or 3), and from one to the next.
  public var results: Int
  public var resultStep: Int
  public var finish: BlockFinish
  public var image: UnsafePointer<Float>
  public var weights: UnsafePointer<Float>
  /// A number for each channel of the output blocks.
  public var bias: UnsafePointer<Float>
  /// Added to the outputs, lying as they do.
  public var addend: UnsafePointer<Float>?
  public var output: UnsafeMutablePointer<Float>

  public init(
    window: BlockWindow, channels: Int, blockChannels: Int, blockStep: Int, results: Int,
    resultStep: Int, finish: BlockFinish, image: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>, addend: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>
  ) {
    (self.window, self.channels, self.blockChannels) = (window, channels, blockChannels)
    (self.blockStep, self.results, self.resultStep) = (blockStep, results, resultStep)
    (self.finish, self.image, self.weights, self.bias) = (finish, image, weights, bias)
    (self.addend, self.output) = (addend, output)
  }
}
