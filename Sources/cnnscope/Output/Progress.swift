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

  /// Shows that `done` of the parts are done, followed by a text.
  mutating func show(_ done: Int, _ part: @autoclosure () -> String) {
    guard StandardError.isTerminal else { return }
    let now = ContinuousClock.now
    guard now - start > Self.delay, now - shown > Self.interval else { return }
    (isShown, shown) = (true, now)
    let filled = Self.width * done / max(1, total)
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    StandardError.write("\r\u{1b}[K\(bar) \(done)/\(total) \(part())")
  }

  /// Removes the bar.
  func finish() {
    if isShown { StandardError.write("\r\u{1b}[K") }
  }
}
