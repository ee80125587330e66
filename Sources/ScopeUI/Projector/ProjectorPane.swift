import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// One number for an audience: what the window sees, the kernel, where the number stands, and the
/// formula, as large as the screen allows and nothing else.
struct ProjectorPane {
  private let explorer: Explorer
  private let glance: Glance
  private let debugger: Debugger

  init(_ explorer: Explorer, _ glance: Glance) {
    (self.explorer, self.glance) = (explorer, glance)
    debugger = explorer.session.debugger
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
    let panels = TapPanels(picture, explorer.capabilities, isLarge: true)
    // What is met everywhere needs as much room as the map.
    let isAsLarge = picture.picture.columns >= picture.picture.read.map.columns
    let kernel = picture.meetsSomething ? rest.width / (isAsLarge ? 3 : 4) : 0
    panels.drawMap(&canvas, rest.takeLeft((rest.width - kernel) / 2 - 1))
    _ = rest.takeLeft(2)
    if kernel > 0 {
      panels.drawKernel(&canvas, rest.takeLeft(kernel))
      _ = rest.takeLeft(2)
    }
    drawOutput(&canvas, rest)
  }

  private func drawOutput(_ canvas: inout Canvas, _ rect: Rect) {
    let channel = glance.maps.map { $0.count > 1 } ?? false ? " \(explorer.view.channel)" : ""
    let heading = "→ \(debugger.name(of: explorer.view.reference))\(channel)"
    canvas.write(heading, x: rect.x, y: rect.y, limit: rect.width, .heading)
    guard let maps = glance.maps, maps.count > 0 else { return }
    let map = maps[explorer.view.channel]
    var heatmap = Heatmap(
      rows: map.rows, columns: map.columns, values: map.values, scale: glance.scale)
    heatmap.cursor = explorer.view.cell
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    _ = heatmap.draw(into: &canvas, in: inside, explorer.capabilities)
  }

  private var computation: Computation? {
    guard let number = try? explorer.numberInView else { return nil }
    return try? debugger.computation(of: number)
  }

  private var picture: FocusedPicture? {
    guard let computation, let number = try? explorer.numberInView else { return nil }
    let microscope = explorer.microscope ?? Microscope(number)
    return MicroscopePane(explorer, microscope)
      .picture(of: microscope.focus(of: computation), computation)
  }

  /// The number, and how it came about.
  private func formula(width: Int) -> [(text: String, style: Style)] {
    guard let computation else {
      return [(debugger.absence(explorer.view.reference) ?? "this was not computed", .plain)]
    }
    let name = "\(computation.name) = \(Decimals.text(computation.stored, 5))"
    let lines = Conclusion(computation, debugger, width: width).lines
    return [(name, Style.title)]
      + lines.flatMap { line in
        wrapped(line.text, to: width).map { ($0, line.style.role == .dim ? .plain : line.style) }
      }
  }
}

extension Explorer {
  /// Why there is nothing to show large; `nil` when there is.
  var projectorRefusal: String? {
    if labPart != nil { return "the lab is large enough; q leaves it" }
    return lessonView != nil ? "a lesson is open; q leaves it" : nil
  }
}
