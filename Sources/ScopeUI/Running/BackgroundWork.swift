import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// What another thread does while the explorer stays on the screen: it works on a copy, which takes
/// the explorer's place when it is done, or is thrown away.
enum BackgroundWork {
  /// A command, on a copy of the whole explorer.
  case command(BackgroundTask<(explorer: Explorer, effects: [Effect])>)
  /// One phase of what is running, on a copy of the session.
  case phase(BackgroundTask<(session: Session, stop: Stop?)>)

  func cancel() {
    switch self {
    case .command(let task): task.cancel()
    case .phase(let task): task.cancel()
    }
  }
}

/// What is done in the background, in words.
struct BackgroundNote: Hashable, Sendable {
  let what: String
  var seconds = 0

  /// The next phase of what runs.
  static func phase(of session: Session) -> BackgroundNote {
    let phase = session.debugger.next.map { session.debugger.names.name(of: $0) } ?? "the next step"
    return BackgroundNote(what: "computing \(phase)")
  }

  init(what: String) { self.what = what }

  var line: String {
    seconds > 0 ? "\(what) ∙ \(seconds) s ∙ C-c stops" : "\(what) ∙ C-c stops"
  }
}

extension Explorer {
  /// A command was stopped, and what it would have changed is left.
  mutating func abandonCommand() {
    let line = typedLine ?? startup.remaining.first
    let sentence = Self.commands.stoppedSentence(line ?? "the command")
    _ = startup.next()
    views.closeModal()
    shared.news.say(sentence + dropStartupCommands(), .warning)
  }

  /// Takes a phase that was computed elsewhere.
  mutating func adopt(_ session: Session, _ stop: Stop?) {
    recording.worked(session.pieces - self.session.pieces)
    let isTraining = self.session.isTraining
    self.session = session
    arrive(stop, isTraining)
  }
}
