import CNNModel
import Synchronization

/// Work on a thread of its own, so that the caller stays responsive meanwhile.
///
/// Its inputs are values, so a result that nobody waits for any more has no effect.
public final class BackgroundTask<Result: Sendable>: Sendable {
  private let outcome = Mutex<Result?>(nil)
  private let cancellation = CancellationToken()

  /// Begins the work. Where the system has no thread left, it is done before this returns.
  ///
  /// - Parameter finished: called when the result is there, on the thread that made it.
  public init(
    _ work: @escaping @Sendable () -> Result, finished: @escaping @Sendable () -> Void
  ) {
    let start = WorkerPool.shared.start
    let begun = DetachedThread.begin { [self] in
      start()
      let result = cancellation.run(work)
      outcome.withLock { $0 = result }
      finished()
    }
    guard !begun else { return }
    let result = work()
    outcome.withLock { $0 = result }
    finished()
  }

  /// What came out; `nil` until it is done.
  public var result: Result? { outcome.withLock { $0 } }

  /// Cancels the work: long kernels then end early, and the result is not used.
  public func cancel() { cancellation.cancel() }
}
