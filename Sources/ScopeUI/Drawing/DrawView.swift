import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// A pen on the input image; classes and maps follow.
struct DrawView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "draw", DrawnStroke().optional, keys: [KeyBinding("b")],
      help: "draw on the input with a pen; or give pixels a value: row, column, value, side",
      action: { (explorer: inout Explorer, stroke: DrawnStroke.Value?) throws(UserError) -> Void in
        if let stroke { return try perform(stroke, &explorer.shared) }
        explorer.open(try DrawView(&explorer.shared))
      })
  ].inGroup(.network)

  static let keys: [ViewKey<DrawView>] = [
    ViewKey("<Space>", "pen", "pen"), ViewKey("x", "rubber", "erase"),
    ViewKey("+", "brush next", "size"), ViewKey("-", "brush back"),
    ViewKey("u", "draw undo", "undo"), ViewKey("U", "draw redo"),
    ViewKey("q", "leave", "keep it", isKept: true), ViewKey("c", "ink-next", "color"),
    ViewKey("E", "draw clear", "clear"), ViewKey("R", "draw reset", "as it was"),
    ViewKey("<Enter>", "visit", "dab"), .everywhere("?"), .everywhere(":"),
  ]

  static let closedReason = "draw opens the view that this belongs to first"

  static let localCommands: [Command<Explorer>] = [
    inside(
      "pen", help: "put the pen down, so that moving draws, or lift it",
      action: { view, shared throws(UserError) in try view.togglePen(&shared) }),
    inside(
      "rubber", help: "draw in black, or in the color again",
      action: { view, _ in view.erases.toggle() }),
    inside(
      "brush", NextBackOrIndex(), help: "the side of the brush in pixels",
      action: { view, _, choice throws(UserError) in try view.resize(choice) }),
    inside(
      "ink", InkText(), help: "the value that the pen draws: 0.5, or one for each channel: 1,0,0",
      action: { view, _, ink in (view.ink, view.erases) = (ink, false) }),
    inside(
      "ink-next", help: "the next color of the pen: white, gray, black, and pure ones",
      action: { view, shared throws(UserError) in try view.nextInk(shared) }),
  ]

  /// The probabilities before anything was drawn.
  private(set) var before: [Float]?
  private(set) var cell: CellPosition
  private(set) var isDown = false
  private(set) var size = 1
  private(set) var erases = false
  private(set) var ink: [Float]
  private(set) var inkIndex = 0
  private let black: [Float]
  private let generation: Int

  /// - Throws: ``UserError`` where the network's input is no image.
  init(_ shared: inout SharedState) throws(UserError) {
    try InputDrawing.begin(in: &shared.session)
    let drawing = try InputDrawing.current(shared.session)
    (ink, black, generation) = (drawing.white, drawing.black, shared.session.generation)
    cell = CellPosition(row: drawing.rows / 2, column: drawing.columns / 2)
    before = shared.debugger.probabilities
    if before == nil { try Self.run(&shared) }
  }

  var title: String { "draw" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown) }
  func isValid(_ shared: SharedState) -> Bool { generation == shared.session.generation }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    DrawPane(self, scene).draw(&canvas, rect)
  }

  /// What the pen draws.
  var shownInk: [Float] { erases ? black : ink }

  /// Draws, and runs the network on what is drawn.
  private static func perform(
    _ stroke: DrawnStroke.Value, continues: Bool = false, _ shared: inout SharedState
  ) throws(UserError) {
    try InputDrawing.draw(stroke, continues: continues, in: &shared.session)
    try run(&shared)
  }

  private static func run(_ shared: inout SharedState) throws(UserError) {
    try Session.commands.perform("finish", &shared.session)
    shared.landing = Landing(node: shared.session.network.sources[0])
  }

  private mutating func dab(
    _ shared: inout SharedState, continues: Bool = false
  ) throws(UserError) {
    if before == nil { before = shared.debugger.probabilities }
    try Self.perform(
      .paint(row: cell.row, column: cell.column, ink: shownInk, size: size), continues: continues,
      &shared)
  }

  private mutating func togglePen(_ shared: inout SharedState) throws(UserError) {
    isDown.toggle()
    if isDown { try dab(&shared) }
  }

  private mutating func resize(_ choice: RelativeIndex) throws(UserError) {
    switch choice.resolved(from: size, count: 65) {
    case let side? where side > 0: size = side
    default: throw UserError("a brush has a side of 1 to 64 pixels")
    }
  }

  private mutating func nextInk(_ shared: SharedState) throws(UserError) {
    let inks = Self.inks(try InputDrawing.current(shared.session))
    inkIndex = (inkIndex + 1) % inks.count
    (ink, erases) = (inks[inkIndex], false)
  }

  /// White, gray, black; of several channels each alone.
  private static func inks(_ drawing: InputDrawing) -> [[Float]] {
    let gray = zip(drawing.black, drawing.white).map { ($0 + $1) / 2 }
    let pure = (0..<drawing.channels).map { channel in
      var ink = drawing.black
      ink[channel] = drawing.white[channel]
      return ink
    }
    return [drawing.white, gray, drawing.black] + (drawing.channels > 1 ? pure : [])
  }
}

/// Moving the pen.
extension DrawView {
  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    guard let drawing = try? InputDrawing.current(shared.session) else { return true }
    cell.row = min(max(0, cell.row + rows), drawing.rows - 1)
    cell.column = min(max(0, cell.column + columns), drawing.columns - 1)
    if isDown {
      say(&shared) { view, shared throws(UserError) in try view.dab(&shared, continues: true) }
    }
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    let isDown = isDown
    self.isDown = false
    let far = toEnd ? 1 << 20 : -(1 << 20)
    _ = move(rows: far, columns: far, &shared)
    self.isDown = isDown
    return true
  }

  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    try dab(&shared)
    return .stay
  }

  mutating func point(
    _ mouse: Mouse, in rect: Rect, _ scene: Scene, _ shared: inout SharedState
  ) -> ViewChange? {
    guard let place = DrawPane(self, scene).cell(atX: mouse.x, y: mouse.y, in: rect) else {
      return nil
    }
    switch mouse.action {
    case .press:
      cell = place
      say(&shared) { view, shared throws(UserError) in try view.dab(&shared) }
    case .wheelUp: size = min(64, size + 1)
    case .wheelDown: size = max(1, size - 1)
    case .release: break
    }
    return .stay
  }

  private mutating func say(
    _ shared: inout SharedState,
    _ action: (inout Self, inout SharedState) throws(UserError) -> Void
  ) {
    do throws(UserError) { try action(&self, &shared) } catch {
      shared.news.say("\(error)", .error)
    }
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    shared.news.say("what was drawn stays the input; :draw reset takes it back")
    return .close
  }
}
