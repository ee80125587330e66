import ScopeDebugger
import TerminalKit

/// Presses the keys and commands of a script on a screen in memory.
package struct Player: Sendable {
  /// A picture of the screen, as a script asked for it.
  package struct Snapshot: Hashable, Sendable {
    package let name: String
    package let canvas: Canvas
  }

  package internal(set) var explorer: Explorer
  package private(set) var snapshots: [Snapshot] = []
  /// Whether the script has left the explorer.
  package private(set) var hasQuit = false
  private var effects: [Effect] = []

  package init(_ session: Session, size: Size, capabilities: Capabilities) {
    explorer = Explorer(session, size: size, capabilities: capabilities)
  }

  /// Plays a whole script. Work is done to its end after every line, so that the same script gives
  /// the same screens.
  ///
  /// - Parameter shown: called with every snapshot as it is taken.
  /// - Throws: ``UserError`` with file and line of the first line that fails.
  package mutating func play(
    _ script: Script, shown: (Snapshot) -> Void = { _ in }
  ) throws(UserError) {
    for line in script.lines where !hasQuit {
      let before = snapshots.count
      do throws(UserError) { try perform(line.action) } catch {
        throw UserError("\(script.file):\(line.number): \(error)")
      }
      for snapshot in snapshots[before...] { shown(snapshot) }
    }
  }

  /// Does one line of a script.
  package mutating func perform(_ action: Script.Action) throws(UserError) {
    switch action {
    case .command(let line):
      try explorer.performOrThrow(line)
      try finish()
    case .keys(let text):
      for key in try Self.keys(text) { press(key) }
    case .type(let text):
      for character in text { press(.character(character)) }
    case .press(let text):
      for key in try Self.keys(text) { handle(.key(key)) }
    case .work(let count):
      for _ in 0..<count where explorer.isRunning { explorer.work() }
    case .tick(let count):
      for _ in 0..<count { handle(.tick) }
    case .paste(let text): handle(.paste(text))
    case .mouse(let text):
      guard let mouse = Mouse(notation: text) else {
        throw UserError(
          "mouse needs press, release, wheel-up or wheel-down and a place, as in press 10 4")
      }
      handle(.mouse(mouse))
      explorer.workToTheEnd()
    case .resize(let columns, let rows):
      _ = explorer.handle(.resize(Size(columns: columns, rows: rows)))
    case .snapshot(let name):
      snapshots.append(Snapshot(name: name, canvas: explorer.draw().canvas))
    case .expect(let expectation):
      try expectation.check(explorer.session, screen: explorer.draw().canvas.text)
    }
  }

  private mutating func press(_ key: Key) {
    handle(.key(key))
    explorer.workToTheEnd()
  }

  private mutating func handle(_ event: Event) {
    let asked = explorer.handle(event)
    if asked.contains(.quit) { hasQuit = true }
    effects += asked
  }

  /// What was asked of the terminal since the last call.
  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  /// The screen that it is shown on has another size.
  mutating func resize(to size: Size) { handle(.resize(size)) }

  /// Works to the end; a run that is refused fails the line.
  private mutating func finish() throws(UserError) {
    let asked = explorer.shared.takeEffects()
    if asked.contains(.quit) { hasQuit = true }
    effects += asked
    while explorer.isRunning {
      if case .refused(let reason)? = explorer.work(until: { false }) {
        throw UserError(reason)
      }
    }
    explorer.workToTheEnd()
  }

  static func keys(_ text: String) throws(UserError) -> [Key] {
    do throws(KeyError) { return try Key.keys(in: text) } catch { throw UserError(error) }
  }
}
