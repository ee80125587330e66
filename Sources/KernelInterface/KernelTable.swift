/// The kernels of one level of the processor: plain functions over pointers.
///
/// The same source is compiled once for every level, and each compilation gives one table. The
/// caller has checked the geometry; kernels check nothing.
public struct KernelTable: Sendable {
  /// How many `Float` a register of the level holds.
  public let lanes: Int
  /// What the processor can do at most.
  public let peak: PeakKernel
  /// For groups of 16 samples in the batch-interleaved layout.
  public let interleaved: InterleavedKernels
  /// The same operations for groups of one sample, vectorized along rows.
  public let singleSample: InterleavedKernels
  /// For one image in the channel-blocked layout.
  public let channelBlocked: BlockedKernels

  public init(
    lanes: Int, peak: PeakKernel, interleaved: InterleavedKernels,
    singleSample: InterleavedKernels, channelBlocked: BlockedKernels
  ) {
    (self.lanes, self.peak) = (lanes, peak)
    (self.interleaved, self.singleSample) = (interleaved, singleSample)
    self.channelBlocked = channelBlocked
  }
}

/// Multiplications and additions in registers alone: the processor's limit.
public struct PeakKernel: Sendable {
  /// Floating-point operations of one iteration; a multiply-accumulate is two.
  public let operations: Int
  /// Runs so many iterations and returns a number that depends on all of them.
  public let run: @Sendable (_ iterations: Int) -> Float

  public init(operations: Int, run: @escaping @Sendable (_ iterations: Int) -> Float) {
    (self.operations, self.run) = (operations, run)
  }
}
