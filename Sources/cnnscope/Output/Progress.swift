import ModelFiles
import Synchronization

/// A progress bar on standard error for long work, where that is a terminal.
struct Progress {
  private let total: Int
  private let start = ContinuousClock.now
  private var isShown = false
  private var shown = ContinuousClock.now

  /// How long the work must last for the bar to appear.
  private static let delay = Duration.seconds(1)
  /// The shortest time between two updates.
  private static let interval = Duration.milliseconds(50)
  /// Short enough for a line of 80 columns with the text after it.
  private static let width = 20

  init(total: Int) { self.total = total }

  /// Shows that `done` of the parts are done, followed by a text; without a bar where the number of
  /// parts is not known and 0.
  mutating func show(_ done: Int, _ part: @autoclosure () -> String) {
    guard StandardError.isTerminal else { return }
    let now = ContinuousClock.now
    guard now - start > Self.delay, now - shown > Self.interval else { return }
    (isShown, shown) = (true, now)
    StandardError.write("\r\u{1b}[K\(bar(done)) \(part())")
  }

  private func bar(_ done: Int) -> String {
    guard total > 0 else { return "\(done)" }
    let filled = min(Self.width, Self.width * done / total)
    return String(repeating: "█", count: filled)
      + String(repeating: "░", count: Self.width - filled) + " \(done)/\(total)"
  }

  /// Removes the bar.
  func finish() {
    if isShown { StandardError.write("\r\u{1b}[K") }
  }
}

extension Progress {
  /// Reads files and shows how many are read; Ctrl-C ends the program.
  static func reading<Result, Failure: Error>(
    _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let progress = Mutex<Progress?>(nil)
    defer { progress.withLock { $0?.finish() } }
    return try ReadingProgress.reporting(
      to: { done, total in
        progress.withLock { shown in
          if shown == nil { shown = Progress(total: total) }
          shown?.show(done, "files")
        }
      }, work)
  }
}
