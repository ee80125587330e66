import CNNModel
import Glibc

/// Whether the user has pressed Ctrl-C; pressing it again ends the program.
enum Interrupt {
  /// Written by the signal handler alone.
  nonisolated(unsafe) private static var flag: sig_atomic_t = 0

  /// Of the work that ``watch(_:)`` does.
  private static let cancellation = CancellationToken()

  static var happened: Bool { flag != 0 }

  /// The signal that asks to end the work; 0 while there is none.
  static var signalNumber: Int32 { Int32(flag) }

  /// Whether the program was asked from outside to end.
  static var isTermination: Bool { happened && signalNumber != SIGINT }

  /// The signals that end a program from outside, other than Ctrl-C.
  private static let terminations = [SIGTERM, SIGHUP, SIGQUIT, SIGPIPE]

  /// Makes Ctrl-C a request to end the current work.
  static func watch() {
    // A signal that asks the program to end holds for all that it does.
    if !isTermination { flag = 0 }
    // It must exist before the handler uses it, which must not allocate.
    _ = cancellation.isCancelled
    signal(SIGINT) { _ in
      if !Interrupt.isTermination { Interrupt.flag = sig_atomic_t(SIGINT) }
      Interrupt.cancellation.cancel()
      signal(SIGINT, SIG_DFL)
    }
  }

  /// Does work that Ctrl-C ends half done.
  static func watch<Failure: Error>(_ work: () throws(Failure) -> Void) throws(Failure) {
    watch()
    try cancellation.run(work)
  }

  /// Does work that Ctrl-C, SIGTERM, SIGHUP, SIGQUIT or a closed pipe interrupt, so that what was
  /// reached can still be saved. A signal that was ignored stays ignored.
  static func watchTermination<Failure: Error>(
    _ work: () throws(Failure) -> Void
  ) throws(Failure) {
    watch()
    for number in terminations { watch(number) }
    try cancellation.run(work)
  }

  private static func watch(_ number: Int32) {
    var former = sigaction()
    guard sigaction(number, nil, &former) == 0 else { return }
    let isIgnored = unsafeBitCast(former.__sigaction_handler.sa_handler, to: Int.self) == 1
    guard !isIgnored else { return }
    signal(number) { number in
      if !Interrupt.isTermination { Interrupt.flag = sig_atomic_t(number) }
      Interrupt.cancellation.cancel()
      // Messages to the closed pipe may follow before the work is saved.
      if number != SIGPIPE { signal(number, SIG_DFL) }
    }
  }

  /// Makes Ctrl-C end the program again.
  static func end() { signal(SIGINT, SIG_DFL) }
}
