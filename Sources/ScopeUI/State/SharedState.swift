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
  /// What screens show of all layers.
  package let figures = MomentFigures()
  /// How fast a training goes.
  var pace = Pace()
  var size: Size
  /// Whether keys are pressed on a screen; otherwise lines are typed, and texts name commands.
  var hasKeys = true
  let capabilities: Capabilities
  /// What commands ask of the terminal, until the event is over.
  var effects: [Effect] = []
  /// What is selected when the run that has begun stops; what it made last otherwise.
  var landing: Landing?
  /// The lines that were typed at the prompt, oldest first.
  var history: [String] = []
  /// The words of what is done in lines now, as they were typed.
  var typed: [PathWord] = []
  /// Where lessons were left.
  var lessons = LessonPlaces()

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

  /// Selects what a run was to end on, or else what it made last.
  mutating func land() {
    guard let landing else { return selection.follow(debugger) }
    self.landing = nil
    selection.look(at: landing.node, .activation)
    if let maps { selection.point(atOffset: landing.offset, in: maps) }
  }

  /// What commands asked of the terminal since the last call.
  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  /// Puts a sample into the debugger and runs it through the network.
  ///
  /// - Parameters:
  ///   - name: as the user names it: `digits:test:7`.
  ///   - landing: what is selected then; the input by default.
  /// - Throws: ``UserError`` where it cannot be opened or made to fit.
  mutating func visit(
    sample name: String, landing: Landing? = nil
  ) throws(UserError) -> ViewChange {
    try Session.commands.perform("input \(name.asPathWord)", &session)
    try Session.commands.perform("finish", &session)
    self.landing = landing ?? Landing(node: session.network.sources[0])
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

/// The cell of a layer's output on which a run ends.
struct Landing: Hashable, Sendable {
  let node: Int
  /// Where it stands in the numbers of its sample.
  var offset = 0
}

/// What the terminal is asked to do.
package enum Effect: Hashable, Sendable {
  case quit, suspend, redraw, bell
  case mouse(Bool)
  case pictures(PictureMode)
  case copy(String)
  case appearance(Appearance)
}
