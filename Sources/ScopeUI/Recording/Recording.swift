import ModelFiles
import ScopeDebugger
import TerminalKit

/// Everything that was typed, as the lines of a script.
///
/// A key whose run came to its end before the next event is written as `keys`; where something else
/// came in between, as `press` with the number of pieces of work (or taps of what plays) that were
/// done, so that a replay is exact.
struct Recording: Sendable {
  enum Entry: Hashable, Sendable {
    case command(String)
    case keys(String)
    case press(String)
    case type(String)
    case work(Int)
    case tick(Int)
    case paste(String)
    case mouse(String)
    case resize(Size)
  }

  private(set) var entries: [Entry] = []
  /// The last event, of which it is not known yet whether what it began comes to an end.
  private var last: (entry: Entry, pressed: Entry)?
  private var work = 0
  private var ticks = 0
  /// The file that it is kept in.
  var path: String?
  /// How many entries there were when a prompt was opened.
  private var promptStart: Int?
  /// Whether the last event went to a prompt.
  private var wasTyped = false
  /// Later events are not kept.
  private static let longest = 200_000

  /// Takes note of pieces of work that were done.
  mutating func worked(_ pieces: Int) { work += pieces }

  /// Whether it is time to write the file again.
  var isDue: Bool { path != nil && entries.count % 64 == 0 }

  /// Takes an event before it is dealt with.
  mutating func note(_ event: Event, isRunning: Bool, isPlaying: Bool, isTyped: Bool) {
    if event == .tick {
      if isPlaying { ticks += 1 }
      return
    }
    guard let entries = Self.entries(of: event, isTyped: isTyped) else { return }
    settle(isRunning: isRunning, isPlaying: isPlaying)
    // The key that opens the prompt is the last one before it.
    if !isTyped { promptStart = self.entries.count }
    wasTyped = isTyped
    last = entries
  }

  mutating func add(_ entry: Entry) {
    guard entries.count < Self.longest else { return }
    entries.append(entry)
  }

  /// Forgets what was typed at the prompt just now.
  mutating func forgetTyped() {
    guard wasTyped, let promptStart else { return }
    entries.removeSubrange(min(promptStart, entries.count)...)
    last = nil
  }

  /// Writes the last event down, now that it is known what came of it.
  mutating func settle(isRunning: Bool, isPlaying: Bool) {
    defer { (last, work, ticks) = (nil, 0, 0) }
    guard let last else { return }
    guard isRunning || isPlaying else { return add(last.entry) }
    add(last.pressed)
    if work > 0 { add(.work(work)) }
    if ticks > 0 { add(.tick(ticks)) }
  }

  /// An event as it is written when all comes to its end, and when not.
  private static func entries(
    of event: Event, isTyped: Bool
  ) -> (entry: Entry, pressed: Entry)? {
    switch event {
    case .key(.control("z")), .key(.control("l")): return nil
    case .key(let key):
      guard isTyped, case .character(let character) = key, key != .character("\"") else {
        return (.keys(key.description), .press(key.description))
      }
      return (.type(String(character)), .press(key.description))
    case .paste(let text):
      let line = String(text.map { $0.isNewline ? " " : $0 })
      return (.paste(line), .paste(line))
    case .mouse(let mouse):
      return (.mouse(mouse.description), .mouse(mouse.description))
    case .resize(let size): return (.resize(size), .resize(size))
    case .interrupt: return (.keys("<C-c>"), .press("<C-c>"))
    case .background, .pictures, .tick, .suspend, .resumed, .terminate: return nil
    }
  }
}

extension Recording {
  /// The script, a line an action; neighbors of a kind share one.
  func lines(beginning: String) -> [String] {
    var lines = ["# \(beginning)"]
    var open: (word: String, text: String)?
    func close() {
      if let open { lines.append("\(open.word) \"\(open.text)\"") }
      open = nil
    }
    for entry in entries {
      let (word, text, separator) = Self.quoted(entry)
      guard let word else {
        close()
        lines.append(text)
        continue
      }
      if let current = open, current.word == word, current.text.count < 72, word != "paste" {
        open = (word, current.text + separator + text)
      } else {
        close()
        open = (word, text)
      }
    }
    close()
    return lines
  }

  /// The word before a quotation, its text, and what stands between two; without a word, a line.
  private static func quoted(_ entry: Entry) -> (word: String?, text: String, separator: String) {
    switch entry {
    case .keys(let key): ("keys", key, " ")
    case .press(let key): ("press", key, " ")
    case .type(let text): ("type", text, "")
    case .paste(let text): ("paste", text, "")
    case .command(let line): (nil, line, "")
    case .work(let count): (nil, "work \(count)", "")
    case .tick(let count): (nil, "tick \(count)", "")
    case .mouse(let text): (nil, "mouse \(text)", "")
    case .resize(let size): (nil, "resize \(size)", "")
    }
  }
}
