import CNNModel
import Glibc

/// Whether the user has pressed Ctrl-C. A second one ends the program.
enum Interrupt {
  /// Written by the signal handler alone.
  nonisolated(unsafe) private static var flag: sig_atomic_t = 0

  /// Of the work that ``watch(_:)`` does.
  private static let cancellation = CancellationToken()

  static var happened: Bool { flag != 0 }

  /// Takes Ctrl-C for a wish to end what is being done.
  static func watch() {
    flag = 0
    // It is there before the handler needs it, which may make nothing.
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

  /// Ctrl-C ends the program again.
  static func end() { signal(SIGINT, SIG_DFL) }
}
