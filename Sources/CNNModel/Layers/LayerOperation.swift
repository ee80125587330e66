/// What a layer computes, independent of how it is computed: an execution that has a kernel for an
/// operation can use it for every layer with that operation.
package enum LayerOperation: Sendable {
  /// A function of one variable, applied to every number.
  case elementwise(any ElementwiseOperation)
  /// A convolution. The parameters are the weight and, with `hasBias`, the bias.
  case convolution(ConvolutionGeometry, hasBias: Bool)
  /// A convolution with input and output exchanged.
  case transposedConvolution(ConvolutionGeometry, hasBias: Bool)
  /// A linear layer: every unit is a weighted sum over all numbers of a sample.
  case linear(units: Int, hasBias: Bool)
  /// The maximum of each window.
  case maximumPool(SpatialWindow)
  /// The sum of each window times its share.
  case meanPool(SpatialWindow, shares: WindowShares)
  /// The mean of every channel.
  case channelMean
  /// Batch normalization: the parameters are scale and shift, the statistics mean and variance.
  case batchNormalization(epsilon: Double, momentum: Double, isFrozen: Bool)
  /// The sum of several values of the same shape.
  case sum
  /// The product of several values whose shapes broadcast to a common one.
  case product
  /// Several values concatenated along an axis.
  case concatenation(axis: Int)
  /// The same numbers in the same order with another shape.
  case reshape
  /// Nearest-neighbor upsampling: every cell is repeated on all spatial axes.
  case upsampling(factor: PerAxis)
  /// In training, every number times 0 or `1 / (1 − p)`.
  case dropout(DropoutMask)
}

/// A layer that is one of the operations an execution may have kernels for.
protocol OperationLayer: Layer {
  /// The operation of the layer for some inputs.
  ///
  /// - Parameter inputs: shapes that the layer accepts, including the batch axis.
  /// - Returns: `nil` where the layer is none of the operations with its settings or these inputs.
  func operation(for inputs: [Shape]) -> LayerOperation?
}

/// An element-wise function over arrays of numbers.
package protocol ElementwiseOperation: Sendable {
  /// The function, if it is one with a name of its own.
  var function: ActivationFunction? { get }

  /// Computes the value for every number.
  func apply(to x: Span<Float>, into y: inout MutableSpan<Float>)

  /// Multiplies every gradient by the slope at `x`, where the value is `y`.
  func multiplyBySlopes(
    _ gradients: inout MutableSpan<Float>, at x: Span<Float>, _ y: Span<Float>)
}
