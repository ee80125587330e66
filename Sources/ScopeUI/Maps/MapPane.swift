import CNNModel
import ScopeDebugger
import TerminalKit

/// The maps of the selected tensor: all of them side by side where they fit, or else the selected
/// one in full with the others small beside it.
struct MapPane {
  private let scene: Scene
  private let tensor: SelectedTensor
  private let selection: Selection
  private let isFocused: Bool
  /// Whether other layers are seen around it, so that it shows numbers in cells and large maps small.
  private let isRoomy: Bool

  init(_ scene: Scene, _ tensor: SelectedTensor, isRoomy: Bool = false) {
    (self.scene, self.tensor, selection) = (scene, tensor, scene.selection)
    self.isRoomy = isRoomy
    isFocused = selection.pane == .maps
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    drawHeading(&canvas, rect)
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    let debugger = scene.session.debugger
    if scene.hidesShape(of: selection.node) {
      return drawParagraph(
        "What is the output shape? It is shown after the answer.", &canvas, inside)
    }
    guard let maps = tensor.maps, maps.count > 0 else {
      let reason = debugger.tensors.absence(of: selection.reference) ?? "there is nothing to show"
      drawParagraph(reason, &canvas, inside)
      return
    }
    let (room, bars) = rooms(inside)
    if let bars { ClassBars(scene)?.draw(&canvas, bars) }
    for tile in tiles(maps, room) { draw(tile, maps[tile.index], &canvas) }
  }

  /// The room of the maps, and of the bars of the classes where there are some.
  private func rooms(_ rect: Rect) -> (maps: Rect, bars: Rect?) {
    guard rect.width >= 40, ClassBars(scene) != nil else { return (rect, nil) }
    var maps = rect
    let bars = maps.takeRight(max(24, rect.width / 2))
    _ = maps.takeRight(1)
    return (maps, bars)
  }

  /// A map as it is drawn.
  private struct Tile {
    let index: Int
    let rect: Rect
    let zoom: Int?
    let overflow: Heatmap.Overflow

    var inside: Rect { Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1) }
  }

  /// Every map that is seen, and where.
  private func tiles(_ maps: FeatureMaps, _ rect: Rect) -> [Tile] {
    guard let grid = MapGrid(maps, rect, zoom: selection.zoom, scene.capabilities) else {
      return tilesAroundSelected(maps, rect)
    }
    return grid.tiles(around: place).map {
      Tile(index: tensor.order[$0.index], rect: $0.rect, zoom: grid.zoom, overflow: .scroll)
    }
  }

  /// Where the selected map stands among all.
  private var place: Int { tensor.order.firstIndex(of: selection.channel) ?? 0 }

  /// The rows that it needs with its heading, of at most so many; all of the room where the arrows
  /// act in a map that is larger.
  func neededRows(in rect: Rect, atMost limit: Int) -> Int {
    guard let maps = tensor.maps, maps.count > 0 else { return min(limit, 5) }
    var inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: limit - 1)
    let bars = rooms(inside).bars == nil ? 0 : min(limit, maps[0].rows * maps[0].columns + 2)
    inside = rooms(inside).maps
    if let grid = MapGrid(maps, inside, zoom: selection.zoom, scene.capabilities) {
      return max(bars, 1 + grid.usedRows)
    }
    let (main, rest) = mainTile(maps, inside)
    let rows = 1 + mapRows(maps[main.index])
    if isFocused, rows >= limit { return rect.height }
    let others = rest.map { MapGrid.thumbnails(maps, $0, scene.capabilities).usedRows } ?? 0
    return min(limit, max(bars, 1 + max(rows, others)))
  }

  /// The columns that all its maps take in so many rows, at least those of its heading; `nil` where
  /// they are not all seen whole.
  func usedColumns(in rect: Rect, atMost limit: Int) -> Int? {
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: limit - 1)
    guard let maps = tensor.maps, maps.count > 0, rooms(inside).bars == nil,
      let grid = MapGrid(maps, inside, zoom: selection.zoom, scene.capabilities)
    else { return nil }
    let fewest = 36
    return max(fewest, grid.usedColumns)
  }

  /// The rows of the screen that a map takes at its zoom.
  private func mapRows(_ map: FeatureMaps.Map) -> Int {
    scene.capabilities.heatRows(map.rows, zoom: max(1, selection.zoom ?? 1))
  }

  /// How many maps a page has.
  ///
  /// - Parameter rect: the pane, with its heading.
  func pageSize(_ rect: Rect) -> Int {
    guard let maps = tensor.maps, maps.count > 0 else { return 1 }
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    let room = rooms(inside).maps
    if let grid = MapGrid(maps, room, zoom: selection.zoom, scene.capabilities) {
      return grid.capacity
    }
    return mainTile(maps, room).rest.map {
      MapGrid.thumbnails(maps, $0, scene.capabilities).capacity
    } ?? 1
  }

  /// The map at a place of the screen, and its cell there; `nil` where no map is.
  func cell(atX x: Int, y: Int, in rect: Rect) -> (channel: Int, cell: CellPosition?)? {
    guard let maps = tensor.maps, maps.count > 0 else { return nil }
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    guard
      let tile = tiles(maps, rooms(inside).maps).first(where: { $0.rect.contains(x: x, y: y) })
    else { return nil }
    let layout = heatmap(tile, maps[tile.index]).layout(in: tile.inside, scene.capabilities)
    return (tile.index, layout.cell(atX: x, y: y))
  }

  private func drawHeading(_ canvas: inout Canvas, _ rect: Rect) {
    let debugger = scene.session.debugger
    let shape =
      scene.hidesShape(of: selection.node)
      ? "?" : "\(debugger.tensors.shape(of: selection.reference))"
    if selection.showsOriginal(scene.session) {
      let text = "original → \(debugger.selectedSample.original.shape.sample)"
      return PaneHeading(pane: .maps, isFocused: isFocused, rest: text).draw(&canvas, rect)
    }
    let word = selection.kind == .activation ? " activation" : ""
    let room = rect.width - Pane.maps.title.columns - 5
    let name = debugger.names.name(of: selection.reference)
    let shapes = [" → \(shape)\(slice)\(order)", " → \(shape)\(slice)", " → \(shape)"]
    let end = fitting([word + shapes[0]] + shapes, room - min(shortName, name.columns))
    let start = abbreviatedName(
      in: debugger.network, of: selection.node, name, to: max(shortName, room - end.columns))
    PaneHeading(pane: .maps, isFocused: isFocused, rest: start + end).draw(&canvas, rect)
  }

  /// The order of the maps, as the end of the heading.
  private var order: String {
    guard tensor.order.count > 1, selection.isOrdered(scene.session) else { return "" }
    return " by \(selection.order.rawValue)"
  }

  /// Which slice of a volume is seen, as the end of the heading.
  private var slice: String {
    guard let maps = tensor.maps, selection.isImage(selection.kind), maps.sliceCount > 1 else {
      return ""
    }
    return ", slice \(selection.slice)"
  }

  private func drawParagraph(_ text: String, _ canvas: inout Canvas, _ rect: Rect) {
    for (row, line) in wrapped(text, to: rect.width - 2).prefix(rect.height - 1).enumerated() {
      canvas.write(line, x: rect.x + 1, y: rect.y + 1 + row, .dim)
    }
  }

  /// The selected map, the others beside it as small as need be.
  ///
  /// A map that is larger than the room is drawn smaller, or, while the arrows act in it, in full
  /// around the cursor.
  private func tilesAroundSelected(_ maps: FeatureMaps, _ rect: Rect) -> [Tile] {
    let (main, room) = mainTile(maps, rect)
    guard let room else { return [main] }
    let others = MapGrid.thumbnails(maps, room, scene.capabilities)
    return [main]
      + others.tiles(around: place).map {
        Tile(index: tensor.order[$0.index], rect: $0.rect, zoom: 1, overflow: .shrink)
      }
  }

  /// The selected map, and the room that is left for the others; `nil` where there is none.
  private func mainTile(_ maps: FeatureMaps, _ rect: Rect) -> (tile: Tile, rest: Rect?) {
    var rest = rect
    let map = maps[selection.channel]
    let needed = max(8, map.columns * max(1, selection.zoom ?? 1))
    let isLarge = needed > rect.width - 9 || isRoomy && mapRows(map) >= rect.height
    let width = !isLarge ? needed : isFocused ? rect.width : rect.width * 3 / 5
    let main = Tile(
      index: selection.channel, rect: rest.takeLeft(maps.count > 1 ? width : rect.width),
      zoom: selection.zoom,
      overflow: isLarge && !isFocused && selection.zoom == nil ? .shrink : .scroll)
    _ = rest.takeLeft(1)
    return (main, maps.count > 1 && rest.width >= 8 ? rest : nil)
  }

  private func heatmap(_ tile: Tile, _ map: FeatureMaps.Map) -> Heatmap {
    var heatmap = Heatmap(
      rows: map.rows, columns: map.columns, values: map.values,
      scale: selection.scale == .map ? HeatScale([map.statistics]) : tensor.scale)
    heatmap.zoom = tile.zoom
    heatmap.overflow = tile.overflow
    if tile.index == selection.channel, tile.overflow == .scroll {
      heatmap.cursor = isFocused ? selection.cell : nil
      heatmap.origin = isFocused ? CellPosition(row: 0, column: 0) : selection.cell
    }
    heatmap.focus = scene.boxedUnits?.box(
      on: selection.node, rows: map.rows, columns: map.columns)
    return heatmap
  }

  private func draw(_ tile: Tile, _ map: FeatureMaps.Map, _ canvas: inout Canvas) {
    let isSelected = tile.index == selection.channel
    let title = map.title + map.blackness(map.statistics)
    canvas.write(
      title, x: tile.rect.x, y: tile.rect.y, limit: tile.rect.width,
      isSelected ? .selection : .dim)
    let heatmap = heatmap(tile, map)
    let layout = heatmap.draw(into: &canvas, in: tile.inside, scene.capabilities)
    if isRoomy, scene.hidden == nil {
      CellNumbers(layout: layout) { map[$0.row, $0.column] }.draw(
        &canvas, within: CellRegion(rows: 0..<map.rows, columns: 0..<map.columns))
    }
    if let focus = heatmap.focus {
      TapMarks(focus.cells, layout).draw(&canvas, scene.capabilities)
    }
    if case .cell(.tensor(selection.reference, let position)) = scene.hidden,
      let cell = map.place(of: position),
      let place = layout.rect(of: CellPosition(row: cell.row, column: cell.column))
    {
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
