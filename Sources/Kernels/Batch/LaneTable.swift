import KernelInterface

/// The kernels of this level.
func laneKernels() -> LaneKernels {
  LaneKernels(
    samples: 16, walkTile: walkTileCount, walkCosts: walkCosts, walk: walk, correlate: correlate,
    channelSums: channelSums,
    maximumPool: maximumPool, maximumPoolGradient: maximumPoolGradient, meanPool: meanPool,
    meanPoolGradient: meanPoolGradient, function: function, slope: slope, classLoss: classLoss,
    outerSum: outerSum, add: add, update: update, interleave: interleave, separate: separate)
}
