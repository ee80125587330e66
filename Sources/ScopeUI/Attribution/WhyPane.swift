import Attribution
import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// What is asked, the map over the input with the input and the map with random parameters beside it,
/// and the number under the cursor; or the addends of a number.
struct WhyPane {
  private let view: WhyView
  private let capabilities: Capabilities

  init(_ view: WhyView, _ capabilities: Capabilities) {
    (self.view, self.capabilities) = (view, capabilities)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    ViewHeading(title: "WHY", rest: heading).draw(&canvas, rest.takeTop(1))
    if let failure = view.failure {
      return write([(failure, .warning)], &canvas, &rest)
    }
    guard let answer = view.answer else {
      return write([(waiting, .dim)], &canvas, &rest)
    }
    write(facts(answer), &canvas, &rest)
    if let list = view.list {
      ContributionPane(list, answer, row: view.row, isInner: view.trail.count > 1)
        .draw(&canvas, rest)
    } else {
      drawMaps(answer, &canvas, rest)
    }
  }

  private var heading: String {
    guard let answer = view.answer, view.work == nil else { return "\(view.inputName): \(waiting)" }
    return "\(view.inputName): \(AttributionText(answer).title)"
  }

  private var waiting: String {
    let progress = view.work?.progress ?? ""
    return "computing \(view.request.method.title)" + (progress.isEmpty ? "" : ", \(progress)")
      + " ∙ q stops"
  }

  /// The lines between the heading and the maps.
  private func facts(_ answer: AttributionAnswer) -> [StyledLine] {
    let text = AttributionText(answer)
    if view.trail.count > 1 { return [(text.score, .accent)] }
    let says = text.prediction.map { "says \($0)" }
    let parameters = text.parameters.isEmpty ? "" : " (\(text.parameters))"
    var lines: [StyledLine] = says.map { [($0, .plain)] } ?? []
    if view.isUntrained {
      lines.append(("the parameters are random: train or load shows what is learnt", .warning))
    }
    lines.append((text.score, .accent))
    lines.append((text.formula + parameters, .dim))
    if let sum = text.completeness {
      lines.append((sum, answer.map.completeness?.holds == true ? .good : .warning))
    }
    lines += answer.map.remarks.map { ($0, .dim) }
    if let sanity = text.sanity { lines.append((sanity, .accent)) }
    return lines
  }

  private func write(_ lines: [StyledLine], _ canvas: inout Canvas, _ rest: inout Rect) {
    let wrappedLines = lines.flatMap { line in
      wrapped(line.text, to: rest.width - 2).map { ($0, line.style) }
    }
    // The maps keep at least half of the room.
    for (text, style) in wrappedLines.prefix(max(1, rest.height / 2)) {
      let place = rest.takeTop(1)
      canvas.write(text, x: place.x + 1, y: place.y, limit: place.width - 1, style)
    }
  }
}

/// The maps side by side.
extension WhyPane {
  /// A picture with its title.
  private struct Panel {
    let title: String
    let map: FeatureMaps.Map
    let scale: HeatScale
    var underlay: [Float]?
    var cursor: CellPosition?
  }

  /// The fewest columns that a panel is drawn in.
  private static let narrowest = 20

  private func drawMaps(_ answer: AttributionAnswer, _ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let foot = rest.takeBottom(min(2, rest.height))
    let panels = panels(answer)
    let count = max(1, min(panels.count, rest.width / Self.narrowest))
    let width = rest.width / count
    for panel in panels.prefix(count) {
      draw(panel, &canvas, rest.takeLeft(width))
    }
    drawFoot(&canvas, foot)
  }

  private func panels(_ answer: AttributionAnswer) -> [Panel] {
    guard let picture = view.picture, let map = picture.map(slice: view.slice) else { return [] }
    let isColored = capabilities.depth >= .indexed256
    let slice = picture.sliceCount > 1 ? ", slice \(view.slice)" : ""
    let source = answer.question.network.nodes[answer.question.source].name
    var panels = [
      Panel(
        title: isColored && picture.input != nil
          ? "part, over \(source) in gray\(slice)" : "part\(slice)",
        map: map, scale: picture.scale,
        underlay: isColored ? picture.underlay(slice: view.slice) : nil, cursor: view.cell)
    ]
    if let random = view.random, let map = random.map(slice: view.slice) {
      panels.append(
        Panel(
          title: "random parameters", map: map, scale: random.scale,
          underlay: isColored ? random.underlay(slice: view.slice) : nil))
    }
    if let input = picture.input?.slice(view.slice), input.count > 0 {
      panels.append(
        Panel(
          title: source + slice, map: input[0], scale: HeatScale([input[0].statistics]),
          cursor: view.cell))
    }
    return panels
  }

  private func draw(_ panel: Panel, _ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 1 else { return }
    canvas.write(panel.title, x: rect.x + 1, y: rect.y, limit: rect.width - 1, .dim)
    var heatmap = Heatmap(
      rows: panel.map.rows, columns: panel.map.columns, values: panel.map.values,
      scale: panel.scale)
    (heatmap.overflow, heatmap.underlay) = (.shrink, panel.underlay)
    heatmap.cursor = panel.cursor
    let inside = Rect(x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1)
    heatmap.draw(into: &canvas, in: inside, capabilities)
  }

  /// The numbers under the cursor, and the scale.
  private func drawFoot(_ canvas: inout Canvas, _ rect: Rect) {
    guard let picture = view.picture, rect.height > 0, let map = picture.map(slice: view.slice),
      view.cell.row < map.rows, view.cell.column < map.columns
    else { return }
    let place = map.position(row: view.cell.row, column: view.cell.column)
    let cell = place.indices.dropFirst(place.indices.count > 2 ? 2 : 1).map(String.init)
    var words = [
      "place [\(cell.joined(separator: ","))]",
      "part \(Decimals.text(map[view.cell.row, view.cell.column], 4))",
    ]
    if let input = picture.input?.slice(view.slice), input.count > 0 {
      words.append("input \(Decimals.text(input[0][view.cell.row, view.cell.column], 4))")
    }
    canvas.write(
      words.joined(separator: "  "), x: rect.x + 1, y: rect.y, limit: rect.width - 1, .heading)
    guard rect.height > 1 else { return }
    picture.scale.drawLegend(
      into: &canvas, x: rect.x + 1, y: rect.y + 1, width: min(50, rect.width - 2), capabilities)
  }
}
