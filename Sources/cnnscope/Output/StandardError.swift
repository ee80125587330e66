import Glibc
import ModelFiles

/// Where messages and progress go.
enum StandardError {
  /// Whether a person may be looking.
  static let isTerminal = isatty(STDERR_FILENO) == 1

  /// Writes a line, with nothing in it that a terminal would obey.
  static func say(_ line: String) { write(line.harmless + "\n") }

  static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}

/// A bar on standard error for work that lasts, where a person may be looking.
struct Progress {
  private let total: Int
  private let start = ContinuousClock.now
  private var isShown = false
  private var shown = ContinuousClock.now

  private static let patience = Duration.seconds(1)
  /// The shortest time between two pictures of it.
  private static let pause = Duration.milliseconds(50)
  /// Short enough for a line of 80 columns with what is said behind it.
  private static let width = 20

  init(total: Int) { self.total = total }

  /// Shows that `done` of the parts are done and `part` comes next.
  mutating func show(_ done: Int, _ part: @autoclosure () -> String) {
    guard StandardError.isTerminal else { return }
    let now = ContinuousClock.now
    guard now - start > Self.patience, now - shown > Self.pause else { return }
    (isShown, shown) = (true, now)
    let filled = Self.width * done / max(1, total)
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    StandardError.write("\r\u{1b}[K\(bar) \(done)/\(total) \(part())")
  }

  /// Takes the bar away.
  func finish() {
    if isShown { StandardError.write("\r\u{1b}[K") }
  }
}
