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
  case maximumPool(ImageWindow)
  /// The sum of each window times its share, by place in reading order.
  case meanPool(ImageWindow, shares: [Float])
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
  /// Every cell repeated on both axes.
  case upsampling(factor: Pair)
  /// Every number times 0 or a factor, in training alone.
  case dropout(DropoutMask)
}

/// A layer that is one of the operations that executions may know.
protocol OperationLayer: Layer {
  /// - Parameter inputs: shapes that the layer takes, the batch in front.
  /// - Returns: `nil` where the layer, as it is set or over these inputs, is none of them.
  func operation(for inputs: [Shape]) -> LayerOperation?
}

extension Network {
  /// What a node computes for a batch; `nil` where it is none of the operations.
  package func operation(of node: Int, batch: Int = 1) -> LayerOperation? {
    guard !nodes[node].isSource else { return nil }
    return (nodes[node].layer as? any OperationLayer)?
      .operation(for: inputShapes(of: node, batch: batch))
  }
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

extension Convolution: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .convolution(geometry(inputs), hasBias: hasBias)
  }
}

extension Deconvolution: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .transposedConvolution(geometry(inputs), hasBias: hasBias)
  }
}

extension Linear: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .linear(units: units, hasBias: hasBias)
  }
}

extension MaxPool: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    indices == nil ? .maximumPool(rule.checkedWindow(over: inputs[0])) : nil
  }
}

extension AveragePool: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    let window = rule.checkedWindow(over: inputs[0])
    return .meanPool(window, shares: shares(window))
  }
}

extension GlobalAveragePool: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .channelMean
  }
}

extension BatchNorm: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .batchNormalization(epsilon: epsilon, momentum: momentum, isFrozen: isFrozen)
  }
}

extension Add: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    inputs.allSatisfy { $0 == inputs[0] } ? .sum : nil
  }
}

extension Concatenation: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .concatenation(axis: checked(axis, of: inputs[0]))
  }
}

extension Flatten: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? { .reshape }
}

extension Upsample: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? { .upsampling(factor: factor) }
}

extension Dropout: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .dropout(DropoutMask(probability: probability))
  }
}
