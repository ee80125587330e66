/// The kernels of training in the channel-blocked layout, beside those of ``BlockedKernels``.
package struct BlockedTrainingKernels: Sendable {
  package typealias Kernel<Work> = @Sendable (UnsafePointer<Work>) -> Void

  /// The scalars of a tile of ``BlockedGradient``.
  package let gradientScalars: Int
  package let weightGradient: Kernel<BlockedGradient>
  /// The same for a depthwise convolution: cell by cell, vectors times vectors, one for each tap;
  /// ``BlockedGradient/scalars`` are the vectors of the narrow side.
  package let depthwiseGradient: Kernel<BlockedGradient>
  package let packWeights: Kernel<StridedPacking>
  package let poolGradient: Kernel<BlockedPoolGradient>
  /// The sums of the channels.
  package let channelSums: Kernel<BlockedNormalization>
  /// The sums of the squared distances from the mean.
  package let squareSums: Kernel<BlockedNormalization>
  package let normalize: Kernel<BlockedNormalization>
  /// The sums of the gradient, and of its products with the normalized numbers.
  package let slopeSums: Kernel<BlockedNormalization>
  /// The input gradient: `factor · (slope − (share + normalized · product share))`.
  package let normalizationGradient: Kernel<BlockedNormalization>

  package init(
    gradientScalars: Int, weightGradient: @escaping Kernel<BlockedGradient>,
    depthwiseGradient: @escaping Kernel<BlockedGradient>,
    packWeights: @escaping Kernel<StridedPacking>,
    poolGradient: @escaping Kernel<BlockedPoolGradient>,
    channelSums: @escaping Kernel<BlockedNormalization>,
    squareSums: @escaping Kernel<BlockedNormalization>,
    normalize: @escaping Kernel<BlockedNormalization>,
    slopeSums: @escaping Kernel<BlockedNormalization>,
    normalizationGradient: @escaping Kernel<BlockedNormalization>
  ) {
    (self.gradientScalars, self.weightGradient) = (gradientScalars, weightGradient)
    (self.depthwiseGradient, self.packWeights) = (depthwiseGradient, packWeights)
    self.poolGradient = poolGradient
    (self.channelSums, self.squareSums, self.normalize) = (channelSums, squareSums, normalize)
    (self.slopeSums, self.normalizationGradient) = (slopeSums, normalizationGradient)
  }
}
