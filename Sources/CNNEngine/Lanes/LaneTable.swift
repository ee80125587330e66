import CNNModel

extension LayerOperation {
  /// The operation with samples side by side.
  var lanes: any LaneLayer {
    switch self {
    case .elementwise(let function): ElementwiseLanes(layer: function)
    case .convolution(let geometry, let hasBias):
      ConvolutionLanes(geometry: geometry, hasBias: hasBias)
    case .transposedConvolution(let geometry, let hasBias):
      TransposedConvolutionLanes(geometry: geometry, hasBias: hasBias)
    case .linear(let units, let hasBias): LinearLanes(units: units, hasBias: hasBias)
    case .maximumPool(let window): MaximumPoolLanes(window: window)
    case .meanPool(let window, let shares): MeanPoolLanes(window: window, shares: shares)
    case .channelMean: ChannelMeanLanes()
    case .batchNormalization(let epsilon, let momentum, let isFrozen):
      BatchNormLanes(epsilon: epsilon, momentum: momentum, isFrozen: isFrozen)
    case .sum: SumLanes()
    case .concatenation(let axis): ConcatenationLanes(axis: axis)
    case .reshape: ReshapeLanes()
    case .upsampling(let factor): UpsampleLanes(factor: factor)
    case .dropout(let mask): DropoutLanes(mask: mask)
    }
  }
}
