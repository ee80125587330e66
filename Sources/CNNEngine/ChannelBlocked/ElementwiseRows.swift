import CNNModel
import KernelInterface

/// A function of one number without a kernel, applied to the rows of an image in blocks, or to a row of
/// plain numbers, by all threads.
final class ElementwiseRows: @unchecked Sendable {
  private let operation: any ElementwiseOperation
  private let input: UnsafeMutablePointer<Float>
  private let output: UnsafeMutablePointer<Float>
  /// The rows of a block, the distances between blocks and between rows, and the floats of a row.
  private let rows: Int
  private let blockStep: Int
  private let rowStep: Int
  private let length: Int
  private let count: Int

  private static let plainLength = 4096

  /// - Precondition: both have the same form.
  init(
    _ operation: any ElementwiseOperation, _ input: ActivationBuffer, _ output: ActivationBuffer
  ) {
    (self.operation, self.input, self.output) = (operation, input.start, output.start)
    switch input.form {
    case .image(_, let rows, let columns, let blockChannels, _):
      let image = input.image
      (self.rows, blockStep, rowStep) = (rows, image.blockStep, image.rowStep)
      (length, count) = (columns * blockChannels, rows * columns * blockChannels * image.blocks)
    case .row(let count):
      (rows, blockStep, rowStep) = (Int.max, 0, Self.plainLength)
      (length, self.count) = (Self.plainLength, count)
    }
  }

  func run(_ pool: WorkerPool) {
    pool.parallel((count + length - 1) / max(1, length)) { row in
      let (block, line) = row.quotientAndRemainder(dividingBy: rows)
      let start = block * blockStep + line * rowStep
      let numbers = min(length, count - row * length)
      let x = UnsafeBufferPointer(start: input + start, count: numbers)
      let cells = UnsafeMutableBufferPointer(start: output + start, count: numbers)
      var y = cells.mutableSpan
      operation.apply(to: x.span, into: &y)
    }
  }
}
