import Glibc

/// A thread that nobody joins.
final class DetachedThread: Sendable {
  private let body: @Sendable () -> Void

  private init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  /// Runs a body on a thread of its own.
  ///
  /// - Returns: `false` when the system has no thread left; then nothing runs.
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
