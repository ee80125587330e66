import KernelInterface

/// The kernels of this level for one sample: adjacent cells of a row fill the vectors.
func singleSampleKernels() -> InterleavedKernels {
  InterleavedKernels(
    samples: 1, largestTile: largestRowTile, tileCosts: [20, 30, 40, 50, 60, 71],
    weightedSums: rowWeightedSums, weightGradient: rowWeightGradient,
    channelSums: rowChannelSums, maximumPool: rowMaximumPool,
    maximumPoolGradient: rowMaximumPoolGradient, meanPool: rowMeanPool,
    meanPoolGradient: rowMeanPoolGradient, function: function, functionGradient: functionGradient,
    classLoss: rowClassLoss, outerProducts: rowOuterProducts, add: add, update: update,
    interleave: rowCopy, deinterleave: rowCopyBack)
}
