import CNNEngine
import Glibc

/// Whether the user has pressed Ctrl-C; pressing it again ends the program.
enum Interrupt {
  /// Written by the signal handler alone.
  nonisolated(unsafe) private static var flag: sig_atomic_t = 0

  /// Of the thread that ``watchKernels()`` was called on.
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

  /// Makes Ctrl-C also cancel what this thread is computing.
  static func watchKernels() {
    cancellation.attach()
    watch()
  }

  /// Makes Ctrl-C end the program again.
  static func end() { signal(SIGINT, SIG_DFL) }
}
