import CNNModel
import ScopeDebugger
import TerminalKit

/// What all views share: what is debugged, what is selected, and how it is shown.
package struct SharedState: Sendable {
  package var session: Session
  package var selection: Selection
  var curve = CurveState()
  var preferences: Preferences
  var news = NewsLine()
  /// How fast a training goes.
  var pace = Pace()
  var size: Size
  let capabilities: Capabilities
  /// What commands ask of the terminal, until the event is over.
  var effects: [Effect] = []
  /// The lines that were typed at the prompt, oldest first.
  var history: [String] = []
  /// Where the last lesson was left.
  var lessonPlace: LessonPlace.Value?
  /// The answers in the last lesson.
  var attempts: [LessonReader.Attempt] = []

  init(_ session: Session, size: Size, capabilities: Capabilities, background: Background) {
    (self.session, self.size, self.capabilities) = (session, size, capabilities)
    selection = Selection(session)
    preferences = Preferences(background)
    news.welcome(session)
  }

  /// - Precondition: a network is opened.
  package var debugger: Debugger { session.debugger }

  /// The maps of the selected tensor; `nil` when it was not computed yet.
  package var maps: FeatureMaps? { selection.maps(session) }
  /// Whether the maps are those of a volume, slice by slice.
  var hasSlices: Bool { selection.isImage(selection.kind) && (maps?.sliceCount ?? 1) > 1 }

  /// What commands asked of the terminal since the last call.
  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  /// Puts a sample into the debugger and runs it through the network.
  ///
  /// - Parameter name: as the user names it: `digits:test:7`.
  /// - Throws: ``UserError`` where it cannot be opened or made to fit.
  mutating func visit(sample name: String) throws(UserError) -> ViewChange {
    try Session.commands.perform("input \(name.asPathWord)", &session)
    try Session.commands.perform("finish", &session)
    (selection.pane, selection.kind) = (.layers, .activation)
    return .showNetwork
  }

  /// Keeps the selection on what there is.
  ///
  /// - Returns: whether another network was opened, so that nothing of the old selection is left.
  mutating func keepInBounds() -> Bool {
    let isOther = selection.generation != session.generation
    if isOther {
      selection = Selection(session)
      curve = CurveState(isLogarithmic: curve.isLogarithmic)
    }
    if session.hasNetwork { selection.keepInBounds(session) }
    return isOther
  }
}

/// What the terminal is asked to do.
package enum Effect: Hashable, Sendable {
  case quit, suspend, redraw, bell
  case mouse(Bool)
  case copy(String)
  case appearance(Appearance)
}
