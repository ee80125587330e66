import ScopeDebugger
import TerminalKit

/// A script played on the terminal, an action at a time.
package struct PacedPlayback {
  private let pace: Int
  private let slowest = 60_000

  /// - Parameter pace: milliseconds from one action to the next; what runs is done as fast as it can.
  package init(pace: Int) { self.pace = min(max(0, pace), slowest) }

  /// Plays to the end, or until a key is pressed. At the end a key is waited for.
  ///
  /// - Throws: ``UserError`` with file and line of the first line that fails.
  package func run<T: Terminal & ~Copyable>(
    _ script: Script, _ player: inout Player, on terminal: inout T
  ) throws(UserError) {
    present(player, &terminal)
    for line in script.lines where !player.hasQuit {
      for action in Self.parts(of: line.action) where !player.hasQuit {
        guard wait(pace, &player, &terminal) else { return }
        do throws(UserError) { try player.perform(action) } catch {
          throw UserError("\(script.file):\(line.number): \(error)")
        }
        for effect in player.takeEffects() {
          if case .appearance(let appearance) = effect { terminal.setAppearance(appearance) }
        }
        present(player, &terminal)
      }
    }
    _ = wait(nil, &player, &terminal)
  }

  /// A line's keys one by one; what the screen's size was does not matter here.
  private static func parts(of action: Script.Action) -> [Script.Action] {
    switch action {
    case .keys(let text): text.split(separator: " ").map { .keys(String($0)) }
    case .press(let text): text.split(separator: " ").map { .press(String($0)) }
    case .type(let text): text.map { .type(String($0)) }
    case .resize, .mouse, .snapshot: []
    default: [action]
    }
  }

  /// - Returns: false when a key was pressed or the terminal is gone.
  private func wait<T: Terminal & ~Copyable>(
    _ milliseconds: Int?, _ player: inout Player, _ terminal: inout T
  ) -> Bool {
    let clock = ContinuousClock()
    let end = milliseconds.map { clock.now + .milliseconds($0) }
    while true {
      let left = end.map { max(0, Int(clock.now.duration(to: $0) / .milliseconds(1))) }
      switch terminal.nextEvent(timeout: left) {
      case .key, .terminate, .interrupt: return false
      case .resize(let size):
        player.resize(to: size)
        present(player, &terminal)
      case .suspend: terminal.suspend()
      default: break
      }
      if let end, clock.now >= end { return true }
    }
  }

  private func present<T: Terminal & ~Copyable>(_ player: Player, _ terminal: inout T) {
    let (canvas, cursor) = player.explorer.draw()
    terminal.present(canvas, cursor: cursor)
  }
}
