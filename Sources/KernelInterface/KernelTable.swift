/// The kernels of one level of the processor: plain functions over pointers.
///
/// The same source is compiled once for every level, and each compilation gives one table. The
/// caller has checked the geometry; kernels check nothing.
package struct KernelTable: Sendable {
  /// How many `Float` a register of the level holds.
  package let lanes: Int
  /// What the processor can do at most.
  package let peak: PeakKernel
  /// For groups of 16 samples in the batch-interleaved layout.
  package let interleaved: InterleavedKernels
  /// The same operations for groups of one sample, vectorized along rows.
  package let singleSample: InterleavedKernels
  /// For one image in the channel-blocked layout.
  package let channelBlocked: BlockedKernels

  package init(
    lanes: Int, peak: PeakKernel, interleaved: InterleavedKernels,
    singleSample: InterleavedKernels, channelBlocked: BlockedKernels
  ) {
    (self.lanes, self.peak) = (lanes, peak)
    (self.interleaved, self.singleSample) = (interleaved, singleSample)
    self.channelBlocked = channelBlocked
  }
}

/// Multiplications and additions in registers alone: the processor's limit.
package struct PeakKernel: Sendable {
  /// Floating-point operations of one iteration; a multiply-accumulate is two.
  package let operations: Int
  /// Runs so many iterations and returns a number that depends on all of them.
  package let run: @Sendable (_ iterations: Int) -> Float

  package init(operations: Int, run: @escaping @Sendable (_ iterations: Int) -> Float) {
    (self.operations, self.run) = (operations, run)
  }
}
