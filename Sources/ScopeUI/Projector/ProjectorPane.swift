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
    let layout = layout(of: picture, panels, rest)
    panels.drawMap(&canvas, layout.input)
    if let kernel = layout.kernel { panels.drawKernel(&canvas, kernel) }
    drawOutput(&canvas, layout.output)
  }

  private func layout(
    of focused: FocusedPicture, _ panels: TapPanels, _ rect: Rect
  ) -> ProjectorLayout {
    let (read, output) = (panels.mapExtent, outputMap)
    let most = TapPanels.mostZoom
    let grid = ProjectorLayout.Extent(
      columns: focused.picture.columns, rows: focused.picture.rows, mostZoom: 12)
    return ProjectorLayout(
      rect, input: .init(columns: read.columns, rows: read.rows, mostZoom: most),
      kernel: focused.hasMultipliers ? grid : nil,
      output: .init(columns: output?.columns ?? 1, rows: output?.rows ?? 1, mostZoom: most),
      scene.capabilities)
  }

  private var outputMap: FeatureMaps.Map? {
    tensor.maps.flatMap { $0.count > 0 ? $0[scene.selection.channel] : nil }
  }

  private func drawOutput(_ canvas: inout Canvas, _ rect: Rect) {
    let channel = tensor.maps.map { $0.count > 1 } ?? false ? " \(scene.selection.channel)" : ""
    let heading = "→ \(debugger.names.name(of: scene.selection.reference))\(channel)"
    canvas.write(heading, x: rect.x, y: rect.y, limit: rect.width, .heading)
    guard let map = outputMap else { return }
    var heatmap = Heatmap(
      rows: map.rows, columns: map.columns, values: map.values, scale: tensor.scale)
    heatmap.cursor = scene.selection.cell
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    heatmap.zoom = outputZoom(map, inside)
    let layout = heatmap.draw(into: &canvas, in: inside, scene.capabilities)
    CellNumbers(layout: layout) { map[$0.row, $0.column] }.draw(
      &canvas, within: CellRegion(rows: 0..<map.rows, columns: 0..<map.columns))
  }

  /// The columns of a number, the most with which the map has room; nil leaves it to the map.
  private func outputZoom(_ map: FeatureMaps.Map, _ rect: Rect) -> Int? {
    (2...TapPanels.mostZoom).last { zoom in
      map.columns * zoom <= rect.width
        && scene.capabilities.heatRows(map.rows, zoom: zoom) <= rect.height
    }
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
