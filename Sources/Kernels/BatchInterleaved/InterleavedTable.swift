import KernelInterface

/// The kernels of this level for the batch-interleaved layout.
func interleavedKernels() -> InterleavedKernels {
  InterleavedKernels(
    samples: 16, largestTile: largestTile, tileCosts: tileCosts, weightedSums: weightedSums,
    weightGradient: weightGradient, channelSums: channelSums, maximumPool: maximumPool,
    maximumPoolGradient: maximumPoolGradient, meanPool: meanPool,
    meanPoolGradient: meanPoolGradient, function: function, functionGradient: functionGradient,
    classLoss: classLoss, outerProducts: outerProducts, add: add, update: update,
    interleave: interleave, deinterleave: deinterleave)
}
