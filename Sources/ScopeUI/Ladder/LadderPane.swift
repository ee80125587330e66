import CNNEngine
import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The gradient ladder: a row a layer with bars for the sizes of activations, gradients, parameters
/// and updates, and marks where something is wrong.
struct LadderPane {
  private let scene: Scene
  private let ladder: GradientLadder

  /// The columns of `explode`.
  private static let word = 7

  init(_ scene: Scene) {
    self.scene = scene
    ladder = scene.shared.figures.ladder(of: scene.session)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let step = scene.session.debugger.step
    let subject = LadderTable.subject(of: ladder)
    let words = "step \(step), \(subject): mean magnitudes; bars from 1e-8 to 1e4"
    ViewHeading(title: "LADDER", rest: words).draw(&canvas, rest.takeTop(1))
    let longest = scene.session.network.nodes.map(\.name.columns).max() ?? 0
    let columns = LadderColumns(rest, name: min(rest.width / 6, longest), word: Self.word)
    columns.drawTitles(&canvas, y: rest.takeTop(1).y)
    let room = max(1, rest.height)
    let nodes = ladder.rungs
    LadderMaps(scene).draw(&canvas, belowRungs: nodes.count, rest)
    let first = min(max(0, scene.selection.node - room / 2), max(0, nodes.count - room))
    for (row, rung) in nodes.dropFirst(first).prefix(room).enumerated() {
      let place = Rect(x: rest.x, y: rest.y + row, width: columns.name - 1, height: 1)
      drawName(of: rung.node, &canvas, place)
      RungRow(rung: rung, columns: columns).draw(&canvas, y: rest.y + row)
    }
  }

  private func drawName(of node: Int, _ canvas: inout Canvas, _ rect: Rect) {
    let isSelected = node == scene.selection.node
    if isSelected { canvas.fill(rect, with: Cell(" ", .selection)) }
    let name = abbreviatedName(in: scene.session.network, of: node, to: rect.width - 1)
    canvas.write(
      name, x: rect.x + 1, y: rect.y, limit: rect.width - 1, isSelected ? .selection : .plain)
  }
}
