import ScopeDebugger

/// Commands that are done when the program starts, one after the other, each to its end.
struct StartupCommands: Hashable, Sendable {
  /// Those that were not begun yet.
  private(set) var remaining: [String] = []
  private var current = ""
  /// What was refused, with the command that led there.
  private(set) var complaints: [String] = []
  /// Whether there are commands left, or refusals that were not reported yet.
  private(set) var isActive = false

  /// - Parameter notices: what is said when they are done.
  init(_ lines: [String] = [], notices: [String] = []) {
    (remaining, complaints) = (lines, notices)
    isActive = !lines.isEmpty || !notices.isEmpty
  }

  /// Takes the next one; `nil` when there is none.
  mutating func next() -> String? {
    guard !remaining.isEmpty else { return nil }
    current = remaining.removeFirst()
    return current
  }

  mutating func complain(_ reason: String) {
    if isActive { complaints.append("\(current): \(reason)") }
  }

  /// `; skipped: go conv1, step 2`
  var leftOut: String {
    remaining.isEmpty ? "" : "; skipped: \(remaining.joined(separator: ", "))"
  }
}

extension Explorer {
  /// Takes commands as given on the command line. What a run refuses is said at the end, and the
  /// commands after it are done; the first mistake leaves the rest out.
  ///
  /// - Parameter notices: what the user is to know besides.
  package mutating func start(with lines: [String], notices: [String] = []) {
    startup = StartupCommands(lines, notices: notices)
  }

  /// Whether there are startup commands that were not done yet.
  package var isStarting: Bool { startup.isActive }

  /// Begins the next startup command, or says what was refused when there is none.
  mutating func performNextStartupCommand() {
    guard let line = startup.next() else {
      let complaints = startup.complaints
      startup = StartupCommands()
      if !complaints.isEmpty { shared.news.say(complaints.joined(separator: "; "), .warning) }
      return
    }
    recording.add(.command(line))
    views.closeModal()
    do throws(UserError) { try performOrThrow(line) } catch {
      shared.news.say("\(line): \(error)\(startup.leftOut)", .error)
      startup = StartupCommands()
    }
  }

  /// The user stops what runs: what was to follow is left out.
  ///
  /// - Returns: `; skipped: …`, or nothing.
  mutating func dropStartupCommands() -> String {
    defer { startup = StartupCommands() }
    return startup.leftOut
  }
}
