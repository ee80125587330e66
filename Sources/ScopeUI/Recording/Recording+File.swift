import ModelFiles
import ScopeDebugger

/// Keeping a recording in a file.
extension Recording {
  /// What a script needs to know besides what was typed.
  struct Context {
    let isRunning: Bool
    let isPlaying: Bool
    /// The arguments with which the program was started, with a blank before them.
    let arguments: String

    init(_ explorer: Explorer) {
      (isRunning, isPlaying) = (explorer.isRunning, explorer.isPlaying)
      arguments = String(explorer.invocation?.line.dropFirst("cnnscope".count) ?? "")
    }

    /// What the shell takes to replay a script of what was typed.
    func playLine(_ path: String) -> String {
      "cnnscope play \(path.quotedForShell)\(arguments)"
    }
  }

  /// Keeps what was typed so far and what will be in a file; without one, stops keeping it.
  ///
  /// - Returns: a sentence that says so.
  mutating func record(
    to file: OutputFile.Destination?, _ context: Context
  ) throws(UserError) -> String {
    guard let file else { return try stop(context) }
    if file.path != path { try file.check(for: .script) }
    path = file.path
    try write(context)
    return "recording to \(file.path.harmless); record stops it"
  }

  private mutating func stop(_ context: Context) throws(UserError) -> String {
    guard let path else {
      throw UserError("nothing is being recorded; record FILE records everything from the start")
    }
    try write(context)
    self.path = nil
    return "\(path.harmless): \(entries.count) actions; \(context.playLine(path)) replays them"
  }

  /// Writes the script, where one is kept.
  func write(_ context: Context) throws(UserError) {
    guard let path else { return }
    var complete = self
    complete.settle(isRunning: context.isRunning, isPlaying: context.isPlaying)
    let lines = complete.lines(beginning: context.playLine(path))
    do throws(FileError) {
      try FileContent.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: path)
    } catch {
      throw UserError(error)
    }
  }
}

extension Explorer {
  /// Writes the recording while the program goes on; a failure is news.
  mutating func keepRecording() {
    do throws(UserError) { try recording.write(Recording.Context(self)) } catch {
      recording.path = nil
      shared.news.say(error.description, .error)
    }
  }
}
