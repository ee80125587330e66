import CNNEngine
import ScopeDebugger
import TerminalKit

/// The maps of the selected tensor: all of them side by side where they fit, or else the selected
/// one in full with the others small beside it.
struct MapPane {
  private let explorer: Explorer
  private let glance: Glance
  private let view: ViewState
  private let isFocused: Bool

  init(_ explorer: Explorer, _ glance: Glance) {
    (self.explorer, self.glance, view) = (explorer, glance, explorer.view)
    isFocused = view.focus == .maps
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    drawHeading(&canvas, rect)
    var inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    let debugger = explorer.session.debugger
    if explorer.hidesShape(of: view.node) {
      return drawParagraph("What shape comes out? Say it, and it is shown.", &canvas, inside)
    }
    guard let maps = glance.maps, maps.count > 0 else {
      let reason = debugger.absence(view.reference) ?? "there is nothing to show"
      drawParagraph(reason, &canvas, inside)
      return
    }
    if let bars = ClassBars(explorer), inside.width >= 40 {
      bars.draw(&canvas, inside.takeRight(max(24, inside.width / 2)))
      _ = inside.takeRight(1)
    }
    let scale = glance.scale
    if let grid = MapGrid(maps, inside, zoom: view.zoom, explorer.capabilities) {
      drawGrid(grid, maps, scale, &canvas)
    } else {
      drawSelected(maps, scale, &canvas, inside)
    }
  }

  private func drawHeading(_ canvas: inout Canvas, _ rect: Rect) {
    let debugger = explorer.session.debugger
    let shape =
      explorer.hidesShape(of: view.node) ? "?" : "\(debugger.shape(of: view.reference))"
    if explorer.showsOriginal {
      let text = "original → \(debugger.original.shape.sample)"
      return PaneHeading(focus: .maps, isFocused: isFocused, rest: text).draw(&canvas, rect)
    }
    let word = view.kind == .activation ? " activation" : ""
    let text = "\(debugger.name(of: view.reference))\(word) → \(shape)"
    PaneHeading(focus: .maps, isFocused: isFocused, rest: text).draw(&canvas, rect)
  }

  private func drawParagraph(_ text: String, _ canvas: inout Canvas, _ rect: Rect) {
    for (row, line) in wrapped(text, to: rect.width - 2).prefix(rect.height - 1).enumerated() {
      canvas.write(line, x: rect.x + 1, y: rect.y + 1 + row, .dim)
    }
  }

  private func drawGrid(
    _ grid: MapGrid, _ maps: FeatureMaps, _ scale: HeatScale, _ canvas: inout Canvas
  ) {
    for (index, rect) in grid.tiles(around: view.channel) {
      drawTile(maps[index], index, scale, &canvas, rect, zoom: grid.zoom, overflow: .scroll)
    }
  }

  /// The selected map, the others beside it as small as need be.
  ///
  /// A map that is larger than the room is drawn smaller, or, while the arrows act in it, in full
  /// around the cursor.
  private func drawSelected(
    _ maps: FeatureMaps, _ scale: HeatScale, _ canvas: inout Canvas, _ rect: Rect
  ) {
    var rest = rect
    let map = maps[view.channel]
    let needed = max(8, map.columns * max(1, view.zoom ?? 1))
    let isLarge = needed > rect.width - 9
    let width = !isLarge ? needed : isFocused ? rect.width : rect.width * 3 / 5
    let main = rest.takeLeft(maps.count > 1 ? width : rect.width)
    drawTile(
      map, view.channel, scale, &canvas, main, zoom: view.zoom,
      overflow: isLarge && !isFocused && view.zoom == nil ? .shrink : .scroll)
    _ = rest.takeLeft(1)
    guard maps.count > 1, rest.width >= 8 else { return }
    let others = MapGrid.thumbnails(maps, rest, explorer.capabilities)
    for (index, tile) in others.tiles(around: view.channel) {
      drawTile(maps[index], index, scale, &canvas, tile, zoom: 1, overflow: .shrink)
    }
  }

  private func drawTile(
    _ map: FeatureMaps.Map, _ index: Int, _ scale: HeatScale, _ canvas: inout Canvas,
    _ rect: Rect, zoom: Int?, overflow: Heatmap.Overflow
  ) {
    let isSelected = index == view.channel
    let style: Style = isSelected ? .selection : .dim
    let statistics = map.statistics
    canvas.write(
      map.title + map.blackness(statistics), x: rect.x, y: rect.y, limit: rect.width, style)
    var heatmap = Heatmap(
      rows: map.rows, columns: map.columns, values: map.values,
      scale: view.scale == .map ? HeatScale([statistics]) : scale)
    heatmap.zoom = zoom
    heatmap.overflow = overflow
    if isSelected, overflow == .scroll {
      heatmap.cursor = isFocused ? view.cell : nil
      heatmap.origin = isFocused ? MapPosition(row: 0, column: 0) : view.cell
    }
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    heatmap.focus = explorer.boxes?.region(view.node, rows: map.rows, columns: map.columns)
    let layout = heatmap.draw(into: &canvas, in: inside, explorer.capabilities)
    if let focus = heatmap.focus {
      TapMarks(focus.cells, layout).draw(&canvas, explorer.capabilities)
    }
    if explorer.hidden == .cell, isSelected, let place = layout.rect(of: view.cell) {
      canvas.fill(place, with: Cell("?", .mark))
    }
  }
}

/// The words of a text in lines of at most so many columns.
func wrapped(_ text: String, to columns: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.columns + 1 + word.columns <= columns {
      lines[lines.count - 1] = "\(last) \(word)"
    } else {
      lines.append(String(word))
    }
  }
  return lines
}
