import CNNModel
import Glibc

/// Whether the user has pressed Ctrl-C; pressing it again ends the program.
enum Interrupt {
  /// Written by the signal handler alone.
  nonisolated(unsafe) private static var flag: sig_atomic_t = 0

  /// Of the work that ``watch(_:)`` does.
  private static let cancellation = CancellationToken()

  static var happened: Bool { flag != 0 }

  /// Makes Ctrl-C a request to end the current work.
  static func watch() {
    flag = 0
    // It must exist before the handler uses it, which must not allocate.
    _ = cancellation.isCancelled
    signal(SIGINT) { _ in
      Interrupt.flag = 1
      Interrupt.cancellation.cancel()
      signal(SIGINT, SIG_DFL)
    }
  }

  /// Does work that Ctrl-C ends half done.
  static func watch<Failure: Error>(_ work: () throws(Failure) -> Void) throws(Failure) {
    watch()
    try cancellation.run(work)
  }

  /// Makes Ctrl-C end the program again.
  static func end() { signal(SIGINT, SIG_DFL) }
}
