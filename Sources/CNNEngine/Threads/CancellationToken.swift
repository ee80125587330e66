import Glibc
import Synchronization

/// Says whether what a thread computes is still wanted: long kernels ask it and end early.
public final class CancellationToken: Sendable {
  private let flag = Atomic(false)

  public init() {}

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Whether the work of this thread was cancelled: what it computes may be left incomplete.
  public static var isCancelled: Bool { current?.isCancelled ?? false }

  /// The token of this thread; `nil` for a thread that cannot be cancelled.
  static var current: CancellationToken? {
    pthread_getspecific(key).map {
      Unmanaged<CancellationToken>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// Makes it the token of this thread, which must keep it alive while it works.
  public func attach() { pthread_setspecific(Self.key, Unmanaged.passUnretained(self).toOpaque()) }

  /// Cancels; may be called in a signal handler.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Whether the work was cancelled.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}
