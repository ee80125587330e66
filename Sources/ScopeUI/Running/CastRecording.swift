import Pictures
import ScopeDebugger
import TerminalKit

/// A script recorded as an asciicast. Time is counted by what the script does, so that the same script
/// gives the same file.
package struct CastRecording {
  /// Milliseconds from a key or a command to the next.
  package static let defaultPace = 600

  private let pace: Int

  /// - Parameter pace: milliseconds from a key or a command to the next; a character that is typed, a
  ///   tick and a piece of work take a fifth of it.
  package init(pace: Int = defaultPace) { self.pace = min(max(0, pace), 60_000) }

  /// Plays the script to its end.
  ///
  /// - Parameter title: what the recording is called.
  /// - Throws: ``UserError`` with file and line of the first line that fails.
  package func record(
    _ script: Script, _ player: inout Player, title: String
  ) throws(UserError) -> Asciicast {
    var cast = Asciicast(player.explorer.size, title: title, player.explorer.capabilities)
    var time = 0
    show(player, &cast, at: time)
    for line in script.lines where !player.hasQuit {
      for action in line.action.steps where !player.hasQuit {
        time += duration(action)
        if case .resize(let columns, let rows) = action {
          cast.resize(to: Size(columns: columns, rows: rows), at: time)
        }
        do throws(UserError) { try player.perform(action) } catch {
          throw UserError("\(script.file):\(line.number): \(error)")
        }
        _ = player.takeEffects()
        show(player, &cast, at: time)
      }
    }
    cast.hold(until: time + 3 * pace)
    return cast
  }

  /// Reads a lesson to its end, as a reader who does all that is asked and answers rightly.
  ///
  /// - Throws: ``UserError`` with file and line of the first line that fails.
  package func record(
    lesson: String, _ player: inout Player
  ) throws(UserError) -> Asciicast {
    let explorer = player.explorer
    var cast = Asciicast(explorer.size, title: lesson, explorer.capabilities)
    var time = 0
    try player.read(lesson: lesson) { page in
      cast.show(page.canvas, cursor: nil, explorer.shared.preferences.appearance, at: time)
      time += Self.pagePaces * pace
    }
    show(player, &cast, at: time)
    cast.hold(until: time + 3 * pace)
    return cast
  }

  /// How much longer a page of a lesson is seen than a key takes, for it is read.
  private static let pagePaces = 5

  private func duration(_ action: Script.Action) -> Int {
    switch action {
    case .expect, .snapshot: 0
    case .type, .tick, .work: pace / 5
    default: pace
    }
  }

  private func show(_ player: Player, _ cast: inout Asciicast, at time: Int) {
    let (canvas, cursor) = player.explorer.draw()
    cast.show(
      canvas, cursor: cursor, player.explorer.shared.preferences.appearance, at: time)
  }
}
