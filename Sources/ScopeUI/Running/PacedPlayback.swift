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
      for action in line.action.steps where !player.hasQuit {
        // The screen has a size of its own.
        if action.isBoundToSize { continue }
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

extension Script.Action {
  /// Its keys, characters, pieces of work and ticks one by one.
  var steps: [Script.Action] {
    switch self {
    case .keys(let text): text.split(separator: " ").map { .keys(String($0)) }
    case .press(let text): text.split(separator: " ").map { .press(String($0)) }
    case .type(let text): text.map { .type(String($0)) }
    case .work(let count): Array(repeating: .work(1), count: max(0, count))
    case .tick(let count): Array(repeating: .tick(1), count: max(0, count))
    default: [self]
    }
  }

  /// Whether it needs the size that the script says, or takes a picture of it.
  fileprivate var isBoundToSize: Bool {
    switch self {
    case .resize, .mouse, .snapshot: true
    default: false
    }
  }
}
