/// An element-wise operation on the rows of an image in blocks, or on one row of plain numbers:
/// `output = function(input · factor + shift + addend)`, or `function(input · multiplier)`. All images
/// have the same geometry.
package struct BlockedRows {
  /// `nil` for the identity.
  package var function: ElementFunction?
  /// The function's parameter; see ``ElementFunction``.
  package var parameter: Float = 0
  /// Rows of a block; floats from one block and one row to the next; and the floats of a row, a
  /// whole number of vectors.
  package var rows: Int
  package var blockStep: Int
  package var rowStep: Int
  package var length: Int
  package var input: UnsafePointer<Float>
  package var addend: UnsafePointer<Float>?
  /// An image that is multiplied with the input; then there is no addend.
  package var multiplier: UnsafePointer<Float>?
  /// One number per channel; the shifts are 0 where there are none. With factors there is neither
  /// addend nor function.
  package var factors: UnsafePointer<Float>?
  package var shifts: UnsafePointer<Float>?
  /// Floats from the factors of one block to those of the next.
  package var factorStep = 0
  package var output: UnsafeMutablePointer<Float>

  package init(
    rows: Int, blockStep: Int, rowStep: Int, length: Int, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    (self.rows, self.blockStep, self.rowStep) = (rows, blockStep, rowStep)
    (self.length, self.input, self.output) = (length, input, output)
  }
}
