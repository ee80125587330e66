/// The kernels of one level of the processor: plain functions over pointers.
///
/// The same source is compiled once for every level, and each compilation gives one table. Whoever
/// calls a kernel has checked its geometry before; kernels check nothing.
public struct KernelTable: Sendable {
  /// How many `Float` lie in a register of the level.
  public let lanes: Int
  /// What the processor can do at most.
  public let peak: PeakKernel
  /// Sixteen samples side by side.
  public let batched: LaneKernels
  /// One sample, plane by plane.
  public let planes: LaneKernels
  /// The channels of one image side by side.
  public let blocks: BlockKernels

  public init(
    lanes: Int, peak: PeakKernel, batched: LaneKernels, planes: LaneKernels, blocks: BlockKernels
  ) {
    (self.lanes, self.peak, self.blocks) = (lanes, peak, blocks)
    (self.batched, self.planes) = (batched, planes)
  }
}

/// Multiplications and additions in registers alone: the processor's limit.
public struct PeakKernel: Sendable {
  /// Floating-point operations of one iteration; a product and its addition are two.
  public let operations: Int
  /// Runs so many iterations and returns a number that depends on all of them.
  public let run: @Sendable (_ iterations: Int) -> Float

  public init(operations: Int, run: @escaping @Sendable (_ iterations: Int) -> Float) {
    (self.operations, self.run) = (operations, run)
  }
}
