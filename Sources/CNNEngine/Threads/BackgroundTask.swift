import CNNModel
import Synchronization

/// Work on a thread of its own, so that the caller stays responsive.
///
/// Its inputs are values, so that a result that is no longer needed has no effect. It computes at the
/// processor level that is the default where it is started.
public final class BackgroundTask<Result: Sendable>: Sendable {
  private let outcome = Mutex<Result?>(nil)
  private let cancellation = CancellationToken()

  /// Starts the work. If the system has no thread left, it is completed before this returns.
  ///
  /// - Parameter finished: called when the result is available, on the thread that computed it.
  public init(
    _ work: @escaping @Sendable () -> Result, finished: @escaping @Sendable () -> Void
  ) {
    let start = WorkerPool.shared.start
    let level = ProcessorLevel.override
    let begun = DetachedThread.begin { [self] in
      start()
      let result = ProcessorLevel.$override.withValue(level) { cancellation.run(work) }
      outcome.withLock { $0 = result }
      finished()
    }
    guard !begun else { return }
    let result = work()
    outcome.withLock { $0 = result }
    finished()
  }

  /// The result; `nil` until the work is completed.
  public var result: Result? { outcome.withLock { $0 } }

  /// Cancels the work: long computations then end early, and the result must not be used.
  public func cancel() { cancellation.cancel() }
}
