public import TerminalKit

/// The one loop: events in, pictures out, work between them. No threads.
public struct Runner {
  /// How long the work between two looks at the keyboard may take, in milliseconds.
  private static let slice = Duration.milliseconds(10)
  /// The shortest time between two pictures while something runs.
  private static let frame = Duration.milliseconds(33)

  /// The time from tap to tap of what plays, in milliseconds.
  private static let tick = 250

  /// Shows an explorer on a terminal until the user leaves.
  public static func run<T: Terminal & ~Copyable>(_ explorer: inout Explorer, on terminal: inout T)
  {
    let clock = ContinuousClock()
    var shown = clock.now
    present(explorer, &terminal)
    while true {
      let event = terminal.nextEvent(
        timeout: explorer.isRunning ? 0 : explorer.isPlaying ? tick : nil)
      if carryOut(explorer.handle(event), &terminal) { return }
      if explorer.isRunning, explorer.isSlow { present(explorer, &terminal) }
      // What a key begins is done, or at least begun, before the next key is looked at.
      work(&explorer, clock)
      if explorer.isRunning, clock.now - shown < frame { continue }
      present(explorer, &terminal)
      shown = clock.now
    }
  }

  private static func work(_ explorer: inout Explorer, _ clock: ContinuousClock) {
    let start = clock.now
    while explorer.isRunning, clock.now - start < slice { explorer.work() }
    explorer.timePassed((clock.now - start) / .seconds(1))
  }

  private static func present<T: Terminal & ~Copyable>(_ explorer: Explorer, _ terminal: inout T) {
    let (canvas, cursor) = explorer.draw()
    terminal.present(canvas, cursor: cursor)
  }

  /// Does what is asked of the terminal.
  ///
  /// - Returns: whether to leave.
  private static func carryOut<T: Terminal & ~Copyable>(
    _ effects: [Effect], _ terminal: inout T
  ) -> Bool {
    for effect in effects {
      switch effect {
      case .quit: return true
      case .suspend: terminal.suspend()
      case .redraw: terminal.invalidate()
      case .bell: terminal.bell()
      }
    }
    return false
  }
}
