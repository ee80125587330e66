import KernelInterface

/// The kernels of this level for training in the channel-blocked layout.
@inline(__always)
func blockedTrainingKernels() -> BlockedTrainingKernels {
  BlockedTrainingKernels(
    gradientScalars: gradientScalars, weightGradient: { blockedWeightGradient($0) },
    depthwiseGradient: { blockedDepthwiseGradient($0) }, packWeights: { packStrided($0) },
    poolGradient: { blockedPoolGradient($0) },
    channelSums: { blockedChannelSums($0) }, squareSums: { blockedSquareSums($0) },
    normalize: { blockedNormalize($0) }, slopeSums: { blockedSlopeSums($0) },
    normalizationGradient: { blockedNormalizationGradient($0) })
}
