import Synchronization

/// A value that is computed when it is first asked for, by one thread, and kept.
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
}
