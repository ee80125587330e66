import Synchronization

/// The peak performance of the processor: multiply-accumulates in registers only, on all threads.
public struct ProcessorLimit: Sendable {
  private let kernels = ProcessorLevel.current.kernels
  private let iterations: Int

  /// - Parameter iterations: the iterations of the inner loop on each thread.
  public init(iterations: Int) { self.iterations = iterations }

  /// Runs on every thread of the pool.
  ///
  /// - Returns: the number of floating-point operations.
  public func run(on pool: WorkerPool) -> Int {
    let (peak, iterations) = (kernels.peak, iterations)
    let arrived = Atomic(0)
    let threads = pool.threads
    pool.parallel(threads) { _ in
      // All threads start together: one that ran two parts would be counted twice.
      arrived.add(1, ordering: .releasing)
      while arrived.load(ordering: .acquiring) < threads {}
      _ = peak.run(iterations)
    }
    return peak.operations * iterations * threads
  }
}
