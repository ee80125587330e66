import Synchronization

/// A value that is computed when it is first asked for, by one thread, and kept until it is
/// forgotten.
final class Deferred<Value: Sendable>: Sendable {
  private let compute: @Sendable () -> Value
  private let stored = Mutex<Value?>(nil)

  init(_ compute: @escaping @Sendable () -> Value) { self.compute = compute }

  var value: Value {
    stored.withLock { stored in
      if let stored { return stored }
      let value = compute()
      stored = value
      return value
    }
  }

  /// Lets go of the value; it is computed again when it is asked for.
  func forget() { stored.withLock { $0 = nil } }
}
