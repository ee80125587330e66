import ModelFiles
import ScopeDebugger

extension Explorer {
  /// Keeps what was typed so far and what will be in a file, or stops keeping it.
  mutating func record(_ file: OutputFile.Destination?) throws(UserError) -> String {
    guard let file else { return try stopRecording() }
    if file.path != recording.path { try file.check() }
    recording.path = file.path
    try writeRecording()
    return "recording to \(file.path.harmless); record stops it"
  }

  private mutating func stopRecording() throws(UserError) -> String {
    guard let path = recording.path else {
      throw UserError("nothing is being recorded; record FILE records everything from the start")
    }
    try writeRecording()
    recording.path = nil
    return "\(path.harmless): \(recording.entries.count) actions; \(playLine(path)) replays them"
  }

  /// What the shell takes to replay a script of what was typed.
  private func playLine(_ path: String) -> String {
    "cnnscope play \(path.quotedForShell)" + (invocation?.line.dropFirst("cnnscope".count) ?? "")
  }

  /// Writes the script, where one is kept.
  private func writeRecording() throws(UserError) {
    guard let path = recording.path else { return }
    var complete = recording
    complete.settle(isRunning: isRunning, isPlaying: isPlaying)
    let lines = complete.lines(beginning: playLine(path))
    do throws(FileError) {
      try FileContent.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: path)
    } catch {
      throw UserError(error)
    }
  }

  /// Writes the script in the middle of things; what is wrong with that is news.
  mutating func keepRecording() {
    do throws(UserError) { try writeRecording() } catch {
      recording.path = nil
      shared.news.say(error.description, .error)
    }
  }
}
