import ScopeDebugger
import TerminalKit

/// The explorer: views on a stack, and the state that they share. A value that events change in one
/// place, and that draws itself without changing.
package struct Explorer: Sendable {
  package var shared: SharedState
  package var views: ViewStack
  var exit = ExitConfirmation()
  var recording = Recording()
  /// What is to be done first.
  var startup = StartupCommands()
  /// The command line that started the program; `nil` where there is none.
  package var invocation: Invocation?
  /// What another thread does for the explorer.
  var background: BackgroundNote?

  /// - Parameter background: the terminal's background according to the environment.
  package init(
    _ session: Session, size: Size, capabilities: Capabilities, background: Background = .unknown
  ) {
    shared = SharedState(
      session, size: size, capabilities: capabilities, background: background)
    views = ViewStack(ViewCatalog.initialView(for: session))
    recording.add(.resize(size))
  }

  package var session: Session {
    get { shared.session }
    // In place: a copy would hold everything that was computed a second time.
    _modify { yield &shared.session }
  }

  package var size: Size { shared.size }
  package var capabilities: Capabilities { shared.capabilities }

  /// What there is to draw from.
  var scene: Scene { Scene(shared, views) }

  /// The number that is named, or else the one that is looked at.
  ///
  /// - Throws: ``UserError`` when there is none.
  func number(_ named: NumberReference?) throws(UserError) -> NumberReference {
    if let named { return named }
    return try views.lookedAt(shared).number
  }
}

/// Changes of the stack.
extension Explorer {
  /// Opens a view that covers the room, and closes those that do not outlive it.
  mutating func open(_ view: any View) {
    views.closeCovered()
    views.push(view)
  }

  /// Does what a view asks for.
  ///
  /// - Parameter index: the place of that view; the topmost one's by default.
  mutating func apply(_ change: ViewChange, to index: Int? = nil) {
    let index = index ?? views.all.count - 1
    switch change {
    case .stay: break
    case .close: views.replace(index, by: [])
    case .closeWithAsker:
      views.replace(index, by: [])
      views.replace(index - 1, by: [])
    case .open(let view): views.push(view)
    case .replace(let others): views.replace(index, by: others)
    case .showNetwork: views.close(.untilNetworkIsShown)
    case .comeForward(let line):
      views.closeBeside(index, scene)
      if let line { attempt(line) }
    case .perform(let line): attempt(line)
    case .submit(let line):
      views.replace(index, by: [])
      attempt(line)
    }
  }

  /// Leaves the innermost thing.
  ///
  /// - Returns: false when there is none.
  mutating func goBack() -> Bool {
    let answer = views.offer { $0.goBack(&shared) }
    if let (change, index) = answer { apply(change, to: index) }
    return answer != nil
  }

  /// Leaves the innermost thing in the topmost view of a type.
  ///
  /// - Returns: false when there is no such view.
  mutating func goBack<V: View>(from type: V.Type) -> Bool {
    guard let (found, index) = views.find(type) else { return false }
    var view = found
    let change = view.goBack(&shared)
    views.replace(index, by: [view])
    if let change { apply(change, to: index) }
    return true
  }

  /// Shows other numbers of what is looked at.
  mutating func show(_ content: MapContent) throws(UserError) {
    let answer = try views.offer { view throws(UserError) in try view.show(content, &shared) }
    guard let (change, index) = answer else { return }
    apply(change, to: index)
    // A view that cannot show it closes, and those below are asked.
    if case .close = change { try show(content) }
  }
}
