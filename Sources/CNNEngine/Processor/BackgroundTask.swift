import CNNModel
import Glibc
import Synchronization

/// Work on a thread of its own, so that the caller stays responsive meanwhile.
///
/// What it works on are values, so that a result which nobody waits for any more is as if it had
/// never been asked for.
public final class BackgroundTask<Result: Sendable>: Sendable {
  private let outcome = Mutex<Result?>(nil)
  private let cancellation = CancellationToken()

  /// Begins the work; where the system has no thread left, it is done at once.
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

/// The body of a detached thread.
private final class DetachedThread: Sendable {
  private let body: @Sendable () -> Void

  private init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  /// - Returns: false when there is no thread for it.
  static func begin(_ body: @escaping @Sendable () -> Void) -> Bool {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(DetachedThread(body))
    let failure = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<DetachedThread>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, argument.toOpaque())
    guard failure == 0 else {
      argument.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
