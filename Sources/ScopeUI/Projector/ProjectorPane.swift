import CNNEngine
import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// One number for an audience: what the window sees, the kernel, where the number stands, and the
/// formula, as large as the screen allows and nothing else.
struct ProjectorPane {
  private let scene: Scene
  private let tensor: SelectedTensor
  private let debugger: Debugger

  init(_ scene: Scene) {
    (self.scene, tensor) = (scene, SelectedTensor(scene))
    debugger = scene.session.debugger
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let lines = formula(width: rect.width - 2)
    let foot = rest.takeBottom(min(lines.count + 1, rest.height / 2))
    canvas.horizontalLine(x: foot.x, y: foot.y, length: foot.width)
    for (row, line) in lines.prefix(foot.height - 1).enumerated() {
      canvas.write(
        line.text, x: foot.x + 1, y: foot.y + 1 + row, limit: foot.width - 1, line.style.bold)
    }
    guard let picture else { return drawOutput(&canvas, rest) }
    let panels = TapPanels(picture, scene.capabilities, isLarge: true)
    // A grid of multipliers needs as much room as the map.
    let isAsLarge = picture.picture.columns >= picture.picture.read.map.columns
    let kernel = picture.hasMultipliers ? rest.width / (isAsLarge ? 3 : 4) : 0
    panels.drawMap(&canvas, rest.takeLeft((rest.width - kernel) / 2 - 1))
    _ = rest.takeLeft(2)
    if kernel > 0 {
      panels.drawKernel(&canvas, rest.takeLeft(kernel))
      _ = rest.takeLeft(2)
    }
    drawOutput(&canvas, rest)
  }

  private func drawOutput(_ canvas: inout Canvas, _ rect: Rect) {
    let channel = tensor.maps.map { $0.count > 1 } ?? false ? " \(scene.selection.channel)" : ""
    let heading = "→ \(debugger.names.name(of: scene.selection.reference))\(channel)"
    canvas.write(heading, x: rect.x, y: rect.y, limit: rect.width, .heading)
    guard let maps = tensor.maps, maps.count > 0 else { return }
    let map = maps[scene.selection.channel]
    var heatmap = Heatmap(
      rows: map.rows, columns: map.columns, values: map.values, scale: tensor.scale)
    heatmap.cursor = scene.selection.cell
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    _ = heatmap.draw(into: &canvas, in: inside, scene.capabilities)
  }

  private var computation: Computation? {
    guard let number = try? scene.lookedAt.number else { return nil }
    return try? debugger.inspector.computation(of: number)
  }

  private var picture: FocusedPicture? {
    guard let computation, let microscope = try? scene.lookedAt else { return nil }
    return MicroscopePane(scene, microscope, debugger)
      .picture(of: microscope.focus(of: computation), computation)
  }

  /// The number, and how it came about.
  private func formula(width: Int) -> [(text: String, style: Style)] {
    guard let computation else {
      return [
        (debugger.tensors.absence(of: scene.selection.reference) ?? "this was not computed", .plain)
      ]
    }
    let name = "\(computation.name) = \(Decimals.text(computation.stored, 5))"
    let lines = Conclusion(computation, debugger, width: width).lines
    return [(name, Style.title)]
      + lines.flatMap { line in
        wrapped(line.text, to: width).map { ($0, line.style.role == .dim ? .plain : line.style) }
      }
  }
}
