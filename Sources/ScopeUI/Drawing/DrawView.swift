import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// A pen on the input image, or for a large one a rectangle that covers parts of it; classes and maps
/// follow.
///
/// All that is drawn while it is open is one edit of the step, which going back takes out; within it
/// every stroke is undone alone.
struct DrawView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "draw", DrawnStroke().optional, keys: [KeyBinding("b")],
      help: "draw on the input with a pen; or give pixels a value: row, column, value, side",
      answer: { (explorer: inout Explorer, stroke: DrawnStroke.Value?) throws(UserError) -> Reply in
        if let stroke { return try perform(stroke, &explorer) }
        explorer.open(try DrawView(&explorer.shared))
        return Reply()
      }),
    Command(
      "occlude", OccludedPatch(),
      help: "cover a rectangle of the input with a value, the image's mean unless given",
      answer: { explorer, patch throws(UserError) in try perform(.paint([patch]), &explorer) }),
  ].inGroup(.network)

  static let keys: [ViewKey<DrawView>] = [
    ViewKey("<Space>", "pen", "pen"), ViewKey("x", "rubber", "erase"),
    ViewKey("+", "brush next", "size"), ViewKey("-", "brush back"),
    ViewKey("u", "draw undo", "undo"), ViewKey("U", "draw redo"),
    ViewKey("q", "leave", "done", isKept: true), ViewKey("c", "ink-next", "color"),
    ViewKey("E", "draw clear", "clear"), ViewKey("R", "draw reset", "as it came"),
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
      "brush", BrushText(),
      help: "the sides of the brush in pixels: 5, or height and width as 8x12",
      action: { view, shared, choice throws(UserError) in try view.resize(choice, shared) }),
    inside(
      "ink", InkText(), help: "the value that the pen draws: 0.5, 1,0,0, black, white or mean",
      action: { view, _, ink in (view.ink, view.erases) = (ink, false) }),
    inside(
      "ink-next", help: "the next color of the pen: white, gray, black, the mean, and pure ones",
      action: { view, shared throws(UserError) in try view.nextInk(shared) }),
  ]

  var cell: CellPosition
  private(set) var isDown = false
  private(set) var size: BrushSize
  private(set) var erases = false
  private(set) var ink: [Float]
  private let black: [Float]
  private let generation: Int

  /// - Throws: ``UserError`` where the network's input is no image.
  init(_ shared: inout SharedState) throws(UserError) {
    try InputDrawing.begin(in: &shared.session)
    let drawing = try InputDrawing.current(shared.session)
    ink = drawing.isLarge ? drawing.mean : drawing.white
    size =
      drawing.isLarge
      ? BrushSize(drawing.rows / 8, drawing.columns / 8)
      : BrushSize(side: max(1, drawing.rows / 10))
    (black, generation) = (drawing.black, shared.session.generation)
    cell = CellPosition(row: drawing.rows / 2, column: drawing.columns / 2)
    Self.run(&shared)
    try InputDrawing.begin(in: &shared.session)
  }

  var title: String { "draw" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown) }
  func isValid(_ shared: SharedState) -> Bool { generation == shared.session.generation }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    DrawPane(self, scene).draw(&canvas, rect)
  }

  /// What the pen draws.
  var shownInk: [Float] { erases ? black : ink }

  /// Draws; while the view is open, the network is run on what is drawn.
  private static func perform(
    _ stroke: DrawnStroke.Value, _ explorer: inout Explorer
  ) throws(UserError) -> Reply {
    let line = try InputDrawing.draw(stroke, in: &explorer.shared.session)
    if explorer.views.contains(DrawView.self) { run(&explorer.shared) }
    return Reply(line)
  }

  private static func run(_ shared: inout SharedState) {
    InputDrawing.runToLoss(in: &shared.session)
    shared.landing = Landing(node: shared.session.network.sources[0])
  }

  /// Draws where the pen is, or on a line from where it was.
  mutating func dab(
    _ shared: inout SharedState, from start: CellPosition? = nil
  ) throws(UserError) {
    let drawing = try InputDrawing.current(shared.session)
    let places = start.map { $0.line(to: cell) } ?? [cell]
    let patches = places.map {
      drawing.patch(row: $0.row, column: $0.column, size, shownInk)
    }
    _ = try InputDrawing.draw(
      .paint(patches), continues: start != nil, in: &shared.session)
    Self.run(&shared)
  }

  private mutating func togglePen(_ shared: inout SharedState) throws(UserError) {
    isDown.toggle()
    if isDown { try dab(&shared) }
  }

  mutating func resize(
    _ choice: BrushText.Value, _ shared: SharedState
  ) throws(UserError) {
    let drawing = try InputDrawing.current(shared.session)
    let notch = drawing.isLarge ? max(1, min(drawing.rows, drawing.columns) / 32) : 1
    switch choice {
    case .size(let size): self.size = size
    case .larger: size = BrushSize(size.height + notch, size.width + notch)
    case .smaller: size = BrushSize(max(1, size.height - notch), max(1, size.width - notch))
    }
    size = BrushSize(min(size.height, drawing.rows), min(size.width, drawing.columns))
  }

  private mutating func nextInk(_ shared: SharedState) throws(UserError) {
    let inks = Self.inks(try InputDrawing.current(shared.session))
    let index = inks.firstIndex { $0.ink == ink } ?? -1
    (ink, erases) = (inks[(index + 1) % inks.count].ink, false)
  }
}

/// The colors of the pen.
extension DrawView {
  /// White, gray, black, the mean of the image; of several channels each alone.
  private static func inks(_ drawing: InputDrawing) -> [(name: String, ink: [Float])] {
    let gray = zip(drawing.black, drawing.white).map { ($0 + $1) / 2 }
    let pure = (0..<drawing.channels).map { channel in
      var ink = drawing.black
      ink[channel] = drawing.white[channel]
      return ("channel \(channel)", ink)
    }
    return [
      ("white", drawing.white), ("gray", gray), ("black", drawing.black),
      ("the mean", drawing.mean),
    ] + (drawing.channels > 1 ? pure : [])
  }

  /// `white 1`, `0.3`
  func inkText(_ drawing: InputDrawing) -> String {
    let isGray = shownInk.allSatisfy { $0 == shownInk[0] }
    let numbers = shownInk.prefix(isGray ? 1 : shownInk.count).map { Decimals.text($0, 3) }
    let name = Self.inks(drawing).first { $0.ink == shownInk }?.name
    return [name, numbers.joined(separator: ",")].compactMap(\.self).joined(separator: " ")
  }
}

extension DrawView {
  func summary(_ scene: Scene) -> [String]? {
    guard let drawing = try? InputDrawing.current(scene.session) else { return nil }
    let pen = isDown ? "down" : "up"
    return ["draw: pen \(pen) at \(cell.row),\(cell.column), \(size.text), \(inkText(drawing))"]
      + scene.session.text.outcomeLines
  }
}
