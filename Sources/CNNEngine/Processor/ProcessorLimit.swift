import Synchronization

/// What the processor can do at most: multiply-accumulates in registers alone, on all threads at once.
public struct ProcessorLimit: Sendable {
  private let kernels = ProcessorLevel.current.kernels
  private let iterations: Int

  /// - Parameter iterations: of the inner loop, for each thread.
  public init(iterations: Int) { self.iterations = iterations }

  /// Runs on every thread of the pool.
  ///
  /// - Returns: how many floating-point operations that were.
  public func run(on pool: WorkerPool) -> Int {
    let (peak, iterations) = (kernels.peak, iterations)
    let arrived = Atomic(0)
    let threads = pool.threads
    pool.parallel(threads) { _ in
      // All start at once: a thread that did two parts would be counted twice.
      arrived.add(1, ordering: .releasing)
      while arrived.load(ordering: .acquiring) < threads {}
      _ = peak.run(iterations)
    }
    return peak.operations * iterations * threads
  }
}
