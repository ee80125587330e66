import ScopeDebugger
import TerminalKit

/// A view that covers the room, lets keys pass, and closes on `q`.
extension View {
  static var commands: [Command<Explorer>] { [] }
  static var localCommands: [Command<Explorer>] { [] }
  static var keys: [ViewKey<Self>] { [] }
  static var closedReason: String { "this view is not open" }
  static func initial(_ session: Session) -> Self? { nil }

  var traits: ViewTraits { ViewTraits() }
  func summary(_ scene: Scene) -> [String]? { [subject.map { "\(title): \($0)" } ?? title] }
  func details(_ scene: Scene) -> [String] { [] }
  func placement(_ scene: Scene) -> Placement { .covers }
  func part(of rest: inout Rect, _ scene: Scene) -> Rect { rest }
  func isValid(_ shared: SharedState) -> Bool { true }
  var subject: String? { nil }
  func cursor(in rect: Rect) -> ScreenPosition? { nil }

  var boxedUnits: UnitField? { nil }
  func lookedAt(_ shared: SharedState) throws(UserError) -> Microscope? { nil }
  func reproduction(_ shared: SharedState) -> [String] { [] }

  mutating func take(_ key: Key, _ shared: inout SharedState) -> ViewChange? { nil }
  mutating func paste(_ text: String) -> Bool { false }
  mutating func point(
    _ mouse: Mouse, in rect: Rect, _ scene: Scene, _ shared: inout SharedState
  ) -> ViewChange? { nil }
  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool { false }
  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool { false }
  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? { nil }
  mutating func find(backward: Bool, _ shared: inout SharedState) throws(UserError) -> Bool {
    false
  }
  mutating func show(
    _ content: MapContent, _ shared: inout SharedState
  ) throws(UserError) -> ViewChange? { nil }
  func question(
    _ subject: PredictionSubject?, _ shared: SharedState
  ) throws(UserError) -> Question? { nil }
  mutating func goBack(_ shared: inout SharedState) -> ViewChange? { .close }
  func export(_ export: Export, _ scene: Scene) throws(UserError) -> String? { nil }
  mutating func note(_ command: CommandInvocation<Explorer>, _ shared: SharedState) {}
  func goOn(_ explorer: inout Explorer) {}
}

extension View {
  /// The keys that mean something now.
  package func bindings(_ shared: SharedState) -> [ViewBinding] {
    Self.keys.filter { $0.applies(self, shared) }.map(\.binding)
  }

  /// All keys that it can ever have.
  static var allBindings: [ViewBinding] { keys.map(\.binding) }
}
