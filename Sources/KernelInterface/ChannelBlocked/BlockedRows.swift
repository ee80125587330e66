/// An element-wise operation on the rows of an image in blocks, or on one row of plain numbers:
/// `output = function(input · factor + shift + addend)`. All images have the same geometry.
public struct BlockedRows {
  /// `nil` for the identity.
  public var function: ElementFunction?
  /// The function's parameter; see ``ElementFunction``.
  public var parameter: Float = 0
  /// Rows of a block; floats from one block and one row to the next; and the floats of a row, which
  /// fill whole registers.
  public var rows: Int
  public var blockStep: Int
  public var rowStep: Int
  public var length: Int
  public var input: UnsafePointer<Float>
  public var addend: UnsafePointer<Float>?
  /// One number for each channel. With these there is neither addend nor function.
  public var factors: UnsafePointer<Float>?
  public var shifts: UnsafePointer<Float>?
  public var output: UnsafeMutablePointer<Float>

  public init(
    rows: Int, blockStep: Int, rowStep: Int, length: Int, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    (self.rows, self.blockStep, self.rowStep) = (rows, blockStep, rowStep)
    (self.length, self.input, self.output) = (length, input, output)
  }
}
