/// The kernels of one instruction level: plain functions over pointers.
///
/// The same source is compiled once for every level, and each compilation gives one table. Callers
/// check the geometry; kernels check nothing.
package struct KernelTable: Sendable {
  /// The number of `Float`s in a vector of the level.
  package let lanes: Int
  /// The peak performance of the processor.
  package let peak: PeakKernel
  /// For groups of 16 samples in the batch-interleaved layout.
  package let interleaved: InterleavedKernels
  /// The same operations for groups of one sample, vectorized along rows.
  package let singleSample: InterleavedKernels
  /// For one image in the channel-blocked layout.
  package let channelBlocked: BlockedKernels
  /// The same layout in training.
  package let blockedTraining: BlockedTrainingKernels

  package init(
    lanes: Int, peak: PeakKernel, interleaved: InterleavedKernels,
    singleSample: InterleavedKernels, channelBlocked: BlockedKernels,
    blockedTraining: BlockedTrainingKernels
  ) {
    (self.lanes, self.peak) = (lanes, peak)
    (self.interleaved, self.singleSample) = (interleaved, singleSample)
    (self.channelBlocked, self.blockedTraining) = (channelBlocked, blockedTraining)
  }
}

/// Multiply-accumulates in registers only: the limit of the processor.
package struct PeakKernel: Sendable {
  /// Floating-point operations of one iteration; a multiply-accumulate is two.
  package let operations: Int
  /// Runs a number of iterations, and returns a number that depends on all of them.
  package let run: @Sendable (_ iterations: Int) -> Float

  package init(operations: Int, run: @escaping @Sendable (_ iterations: Int) -> Float) {
    (self.operations, self.run) = (operations, run)
  }
}
