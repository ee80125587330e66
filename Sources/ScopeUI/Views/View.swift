import ScopeDebugger
import TerminalKit

/// Something on the screen: a value with its commands and keys, which draws itself without changing
/// anything and is changed by commands, keys and the mouse.
///
/// The explorer keeps a ``ViewStack``. Whatever happens is offered to the view on top first, and as
/// far as that lets it pass, to the views below. A new view is one file and one line in
/// ``ViewCatalog``; all requirements but `title` and `draw` have defaults. A view that plays or waits
/// for an answer declares that by ``PlayingView`` or ``AnswerView``.
package protocol View: Sendable {
  /// What it adds to the program: commands that open it, and commands that act in it.
  static var commands: [Command<Explorer>] { get }
  /// Commands that are known only while it is open.
  static var localCommands: [Command<Explorer>] { get }
  /// Its keys, in the order in which the footer shows them.
  static var keys: [ViewKey<Self>] { get }
  /// Why the commands that act in it are refused while it is closed.
  static var closedReason: String { get }
  /// The view below all others for what is opened; `nil` where it shows other things.
  static func initial(_ session: Session) -> Self?

  /// What help calls it: `microscope`.
  var title: String { get }
  /// How it goes together with other views.
  var traits: ViewTraits { get }
  /// What the title line says instead of the network and its moment.
  var subject: String? { get }
  /// Whether what it shows still exists.
  func isValid(_ shared: SharedState) -> Bool

  /// What it shows, in a sentence or a few, the most important first; `nil` where the view below says
  /// it.
  func summary(_ scene: Scene) -> [String]?
  /// What else it shows, in words: rows of numbers, parts, settings.
  func details(_ scene: Scene) -> [String]

  /// Where it stands on the screen.
  func placement(_ scene: Scene) -> Placement
  /// Takes its part of the screen, when it stands beside others or on top of them.
  func part(of rest: inout Rect, _ scene: Scene) -> Rect
  /// Draws it into its part of the canvas.
  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene)
  /// Where the text cursor stands.
  func cursor(in rect: Rect) -> ScreenPosition?

  /// The units that are boxed on the maps of all layers.
  var boxedUnits: UnitField? { get }
  /// The number that is looked at; `nil` when the view below says it.
  func lookedAt(_ shared: SharedState) throws(UserError) -> Microscope?
  /// What there is to predict; `nil` passes it on.
  func question(
    _ subject: PredictionSubject?, _ shared: SharedState
  ) throws(UserError) -> Question?
  /// The commands that lead to it again.
  func reproduction(_ shared: SharedState) -> [String]
  /// Writes what it alone can write; `nil` passes it on.
  func export(_ export: Export, _ scene: Scene) throws(UserError) -> String?

  /// Takes a key before its meaning is looked up; `nil` when it does not.
  mutating func take(_ key: Key, _ shared: inout SharedState) -> ViewChange?
  /// Inserts a text that was pasted.
  ///
  /// - Returns: false when it takes none.
  mutating func paste(_ text: String) -> Bool
  /// Takes a press or the wheel of the mouse in its part of the screen; `nil` passes it on.
  mutating func point(
    _ mouse: Mouse, in rect: Rect, _ scene: Scene, _ shared: inout SharedState
  ) -> ViewChange?
  /// Moves its cursor.
  ///
  /// - Returns: false when it has none.
  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool
  /// Moves its cursor to the first or the last place.
  ///
  /// - Returns: false when it has none.
  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool
  /// Goes into what is under its cursor; `nil` passes it on.
  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange?
  /// Selects the next thing that holds the text which is searched for.
  ///
  /// - Returns: false when it has nothing to search.
  mutating func find(backward: Bool, _ shared: inout SharedState) throws(UserError) -> Bool
  /// Shows the activation, the gradient or the weights of what it shows; `nil` passes it on.
  mutating func show(
    _ content: MapContent, _ shared: inout SharedState
  ) throws(UserError) -> ViewChange?
  /// Leaves the innermost thing in it; `nil` when there is nothing to leave.
  mutating func goBack(_ shared: inout SharedState) -> ViewChange?
  /// Takes note of a command that was done.
  mutating func note(_ command: CommandInvocation<Explorer>, _ shared: SharedState)
  /// Goes on with what it does by itself, now that nothing is running.
  func goOn(_ explorer: inout Explorer)
}

/// A view that is animated, a tick at a time.
protocol PlayingView: View {
  var isPlaying: Bool { get }
  /// Goes on by one tick.
  mutating func play(_ shared: SharedState)
  /// Goes on to the end.
  mutating func playToTheEnd(_ shared: SharedState)
}

/// A view that asks something.
protocol AnswerView: View {
  var waitsForAnswer: Bool { get }
  /// What other views must not show until the answer was given.
  var hidden: Hidden? { get }
  /// Takes the answer that it waits for; without a text, asks for it.
  mutating func answer(
    _ text: String, _ shared: inout SharedState
  ) throws(UserError) -> ViewChange
}
