import CNNEngine
import ScopeDebugger
import TerminalKit

/// What another thread does while the explorer stays on the screen: it works on a copy, which takes
/// the explorer's place when it is done, or is thrown away.
enum Absence {
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

/// What is away, in words.
struct AwayNote: Hashable, Sendable {
  let what: String
  var seconds = 0

  var line: String {
    seconds > 0 ? "\(what) · \(seconds) s · C-c stops" : "\(what) · C-c stops"
  }
}

extension Explorer {
  /// Whether an event may lead to work that takes longer than a look at the keyboard should.
  func mayTakeLong(_ event: Event) -> Bool {
    guard case .key(let key) = event else { return false }
    if let prompt { return key == .enter && prompt.purpose == .command }
    return isSlow && !isLook(event) && ![.control("c"), .character("Q")].contains(key)
  }

  /// Whether an event changes what is looked at and nothing else.
  func isLook(_ event: Event) -> Bool {
    switch event {
    case .resize, .resumed, .background, .tick: return true
    case .key(let key):
      if prompt != nil { return key != .enter }
      if page != nil { return true }
      guard !isLeaving, microscope == nil, lessonView == nil, labPart == nil,
        let line = preferences.keys[key.description]
          ?? Self.commands.line(forKey: key.description, self)
      else { return false }
      return Self.looks.contains(Self.name(of: line))
    default: return false
    }
  }

  /// Commands that change what is looked at and nothing else.
  private static let looks: Set = [
    "up", "down", "left", "right", "first", "last", "page-up", "page-down", "pane", "show",
    "channel", "zoom", "scale", "find", "find-back", "search", "command", "keys", "redraw",
  ]

  /// What a command that is away is called.
  func absence(of event: Event) -> AwayNote {
    AwayNote(what: prompt?.editor.text ?? "working")
  }

  /// A command was stopped before it had changed anything.
  mutating func abandon() {
    let what = prompt?.editor.text ?? beginning?.left.first ?? "it"
    _ = beginning?.next()
    message = Message("stopped \(what); nothing was changed\(dropBeginning())", .warning)
    prompt = nil
  }

  /// What is computed while a phase is away.
  var phaseAbsence: AwayNote {
    let phase = session.debugger.next.map { session.debugger.names.name(of: $0) } ?? "the next step"
    return AwayNote(what: "computing \(phase)")
  }

  /// A phase was computed elsewhere.
  mutating func adopt(_ session: Session, _ stop: Stop?) {
    recording.worked(session.pieces - self.session.pieces)
    let isTraining = self.session.isTraining
    self.session = session
    arrive(stop, isTraining)
  }
}
