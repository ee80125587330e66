/// A linear layer on one sample, `y = w · x + b`: weights `[units][inputs]`, a dot product each.
public struct LinearRows {
  public var inputs: Int
  /// The rectifier that is applied to the sums: `relu`, `relu6` or none.
  public var activation: ElementFunction?
  public var weights: UnsafePointer<Float>
  public var bias: UnsafePointer<Float>
  public var input: UnsafePointer<Float>
  public var output: UnsafeMutablePointer<Float>

  public init(
    inputs: Int, activation: ElementFunction?, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    (self.inputs, self.activation, self.weights) = (inputs, activation, weights)
    (self.bias, self.input, self.output) = (bias, input, output)
  }
}
