import CNNModel

extension LayerOperation {
  /// The operation in the batch-interleaved layout; `nil` where there are no kernels for it.
  var interleaved: (any InterleavedLayer)? {
    switch self {
    case .elementwise(let operation): InterleavedFunction(operation: operation)
    case .convolution(let geometry, let hasBias):
      InterleavedConvolution(geometry: geometry, hasBias: hasBias)
    case .transposedConvolution(let geometry, let hasBias):
      InterleavedTransposedConvolution(geometry: geometry, hasBias: hasBias)
    case .linear(let units, let hasBias): InterleavedLinear(units: units, hasBias: hasBias)
    case .maximumPool(let window): InterleavedMaximumPool(window: window)
    case .meanPool(let window, let shares): InterleavedMeanPool(window: window, shares: shares)
    case .channelMean: InterleavedChannelMean()
    case .batchNormalization(let epsilon, let momentum, let isFrozen):
      InterleavedBatchNormalization(epsilon: epsilon, momentum: momentum, isFrozen: isFrozen)
    case .sum: InterleavedSum()
    case .product: nil
    case .concatenation(let axis): InterleavedConcatenation(axis: axis)
    case .reshape: InterleavedReshape()
    case .upsampling(let factor): InterleavedUpsampling(factor: factor)
    case .dropout(let mask): InterleavedDropout(mask: mask)
    }
  }
}
