import Glibc
import Synchronization

/// Work on a thread of its own, so that who asked for it stays free meanwhile.
///
/// What it works on are values, so that a result which nobody waits for any more is as if it had
/// never been asked for.
public final class Errand<Result: Sendable>: Sendable {
  private let outcome = Mutex<Result?>(nil)
  private let demand = Demand()

  /// Begins the work; where the system has no thread left, it is done at once.
  ///
  /// - Parameter finished: called when the result is there, on the thread that made it.
  public init(
    _ work: @escaping @Sendable () -> Result, finished: @escaping @Sendable () -> Void
  ) {
    let start = WorkerPool.shared.start
    let begun = Trip.begin { [self] in
      start()
      demand.attach()
      let result = work()
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

  /// Says that nobody waits for the result any more: long kernels then end early.
  public func giveUp() { demand.end() }
}

/// Whether anybody still waits for what a thread computes.
public final class Demand: Sendable {
  private let isOver = Atomic(false)

  public init() {}

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Whether what this thread computes may be left half done.
  public static var hasEnded: Bool { current?.hasEnded ?? false }

  /// That of this thread; `nil` for a thread whose results are always waited for.
  static var current: Demand? {
    pthread_getspecific(key).map { Unmanaged<Demand>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Makes it that of this thread, which has to keep it as long as it works.
  public func attach() { pthread_setspecific(Self.key, Unmanaged.passUnretained(self).toOpaque()) }

  /// Nobody waits any more; may be said in a signal handler too.
  public func end() { isOver.store(true, ordering: .relaxed) }

  /// Whether what is computed may be left half done.
  public var hasEnded: Bool { isOver.load(ordering: .relaxed) }
}

/// What a thread does.
private final class Trip: Sendable {
  private let body: @Sendable () -> Void

  private init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  /// - Returns: false when there is no thread for it.
  static func begin(_ body: @escaping @Sendable () -> Void) -> Bool {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Trip(body))
    let failure = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Trip>.fromOpaque(argument).takeRetainedValue().body()
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
