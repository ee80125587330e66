/// What a layer computes, in terms that say nothing of how: an execution that has its own form of an
/// operation can use it for every layer that is one.
package enum LayerOperation: Sendable {
  /// A function of every number alone.
  case elementwise(any ElementwiseOperation)
  /// A weighted sum over the windows of an image; parameters are the weight and, with `hasBias`,
  /// the bias.
  case convolution(ConvolutionGeometry, hasBias: Bool)
  /// A convolution with its sides exchanged.
  case transposedConvolution(ConvolutionGeometry, hasBias: Bool)
  /// Units that each sum over all numbers of a sample.
  case linear(units: Int, hasBias: Bool)
  /// The largest cell of each window.
  case maximumPool(SpatialWindow)
  /// The sum of each window times its share, by place in reading order.
  case meanPool(SpatialWindow, shares: [Float])
  /// The mean of every channel of an image.
  case channelMean
  /// Parameters are scale and shift, statistics mean and variance.
  case batchNormalization(epsilon: Double, momentum: Double, isFrozen: Bool)
  /// The sum of several values of one shape.
  case sum
  /// Several values behind each other on an axis.
  case concatenation(axis: Int)
  /// The same numbers in the same order, under another shape.
  case reshape
  /// Every cell repeated on all spatial axes.
  case upsampling(factor: PerAxis)
  /// Every number times 0 or a factor, in training alone.
  case dropout(DropoutMask)
}

/// A layer that is one of the operations that executions may know.
protocol OperationLayer: Layer {
  /// - Parameter inputs: shapes that the layer takes, the batch in front.
  /// - Returns: `nil` where the layer, as it is set or over these inputs, is none of them.
  func operation(for inputs: [Shape]) -> LayerOperation?
}

/// A function of every number alone, over many numbers at once.
package protocol ElementwiseOperation: Sendable {
  /// Which of the functions that have a name of their own it is; `nil` for any other.
  var function: ActivationFunction? { get }

  /// The value at every number.
  func apply(to x: Span<Float>, into y: inout MutableSpan<Float>)

  /// Multiplies every gradient by the slope at `x`, where the function gave `y`.
  func multiplyBySlopes(
    _ gradients: inout MutableSpan<Float>, at x: Span<Float>, _ y: Span<Float>)
}
