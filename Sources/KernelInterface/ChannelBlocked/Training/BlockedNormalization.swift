/// Some cells of one block of channels, normalized channel by channel:
/// `y = scale · ((x − mean) · inverse) + shift`. Every pointer to numbers of channels has as many as
/// a vector has lanes.
package struct BlockedNormalization {
  package var cells: Int
  package var x: UnsafePointer<Float>
  package var y: UnsafeMutablePointer<Float>
  /// The gradient with respect to `y`.
  package var slope: UnsafePointer<Float>
  /// Four rows of channels: mean, inverse deviation, and two numbers more: scale and shift forward;
  /// backward the shares of every cell in the gradient's sum, and in the sum of its products with
  /// the normalized numbers.
  package var channels: UnsafePointer<Float>
  /// One number for each channel: the factor of the input gradient.
  package var factor: UnsafePointer<Float>
  /// Sums that are added to: one, or two rows of channels.
  package var sums: UnsafeMutablePointer<Double>
  /// A rectifier that is applied to `y`; backward ``slope`` is the gradient with respect to its
  /// values, which are at ``values``.
  package var rectifier: ElementFunction?
  package var values: UnsafePointer<Float>

  package init(
    cells: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>,
    slope: UnsafePointer<Float>, channels: UnsafePointer<Float>, factor: UnsafePointer<Float>,
    sums: UnsafeMutablePointer<Double>
  ) {
    (self.cells, self.x, self.y, self.slope) = (cells, x, y, slope)
    (self.channels, self.factor, self.sums) = (channels, factor, sums)
    (rectifier, values) = (nil, x)
  }
}
