/// A layer that turns the numbers along an axis into shares `e^x / Σ e^x`, or their logarithms.
protocol SoftmaxPasses: Layer {
  /// The axis along which the shares add up to 1; negative ones count from the end.
  var axis: Int { get }

  /// Whether the outputs are the logarithms of the shares.
  var isLogarithm: Bool { get }
}
