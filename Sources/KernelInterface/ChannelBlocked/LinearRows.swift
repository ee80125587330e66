/// A linear layer on one sample, `y = w · x + b`: weights `[units][inputs]`, a dot product each.
package struct LinearRows {
  package var inputs: Int
  /// The function that is applied to the sums, if any, and its parameter; see ``ElementFunction``.
  package var activation: ElementFunction?
  package var parameter: Float = 0
  package var weights: UnsafePointer<Float>
  package var bias: UnsafePointer<Float>
  package var input: UnsafePointer<Float>
  package var output: UnsafeMutablePointer<Float>

  package init(
    inputs: Int, activation: ElementFunction?, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    (self.inputs, self.activation, self.weights) = (inputs, activation, weights)
    (self.bias, self.input, self.output) = (bias, input, output)
  }
}
