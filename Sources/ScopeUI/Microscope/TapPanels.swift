import ScopeDebugger
import TerminalKit

/// The pictures of addends: the map that they read, and the grids of the multipliers and of the
/// products.
struct TapPanels {
  private let focused: FocusedPicture
  private let capabilities: Capabilities
  /// How many columns a cell of the map may take, most first.
  private let zooms: [Int]
  private let isLarge: Bool
  /// The largest cells, for an audience.
  static let mostZoom = 16
  private var picture: TapPicture { focused.picture }

  /// - Parameter isLarge: whether cells grow as far as there is room, as for an audience.
  init(_ focused: FocusedPicture, _ capabilities: Capabilities, isLarge: Bool = false) {
    (self.focused, self.capabilities) = (focused, capabilities)
    self.isLarge = isLarge
    zooms = isLarge ? (2...Self.mostZoom).reversed() : [6, 4, 2]
  }

  /// The cells around the map that some addend reads.
  private var margin: (top: Int, left: Int, bottom: Int, right: Int) {
    let places = picture.places.values
    let map = picture.read.map
    return (
      max(0, -(places.map(\.rows).min() ?? 0)), max(0, -(places.map(\.columns).min() ?? 0)),
      max(0, (places.map(\.rows).max() ?? 0) - map.rows + 1),
      max(0, (places.map(\.columns).max() ?? 0) - map.columns + 1)
    )
  }

  /// The columns and rows of the map with what is read around it.
  var mapExtent: (columns: Int, rows: Int) { (mapColumns, mapRows) }

  private var mapColumns: Int { picture.read.map.columns + margin.left + margin.right }
  private var mapRows: Int { picture.read.map.rows + margin.top + margin.bottom }

  /// The size of a map cell: the largest with which the map has room.
  private func mapZoom(_ width: Int, _ height: Int) -> Int {
    zooms.first { zoom in
      mapColumns * zoom <= width && capabilities.heatRows(mapRows, zoom: zoom) <= height
    } ?? (mapColumns * 2 <= width ? 2 : 1)
  }

  /// The columns that the map takes of a room.
  func mapWidth(in rect: Rect) -> Int {
    let most = rect.width < 110 ? max(12, rect.width * 2 / 5) : rect.width / 2
    let zoom = mapZoom(most, rect.height - 1)
    return min(most, max(mapColumns * zoom, focused.readName.columns, 8))
  }

  func drawMap(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.write(focused.readName, x: rect.x, y: rect.y, limit: rect.width, .heading)
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    let (map, margin) = (picture.read.map, margin)
    var heatmap = Heatmap(
      rows: mapRows, columns: mapColumns, scale: HeatScale(fitting: map.values)
    ) { row, column in
      let place = (row: row - margin.top, column: column - margin.left)
      guard (0..<map.rows).contains(place.row), (0..<map.columns).contains(place.column) else {
        return 0
      }
      return map[place.row, place.column]
    }
    heatmap.zoom = mapZoom(rect.width, inside.height)
    heatmap.content = CellRegion(
      rows: margin.top..<margin.top + map.rows, columns: margin.left..<margin.left + map.columns)
    let marks = picture.places.values.map {
      CellPosition(row: $0.rows + margin.top, column: $0.columns + margin.left)
    }
    heatmap.focus = region(marks)
    let middle = marks.isEmpty ? nil : marks[marks.count / 2]
    heatmap.cursor = focusPlace ?? nil
    if heatmap.cursor == nil, let middle { heatmap.origin = centered(middle, heatmap, inside) }
    let layout = heatmap.draw(into: &canvas, in: inside, capabilities)
    if isLarge, let content = heatmap.content {
      CellNumbers(layout: layout) { heatmap[$0] }.draw(&canvas, within: content)
    }
    guard marks.count < map.rows * map.columns else { return }
    TapMarks(Set(marks), layout).draw(&canvas, capabilities)
  }

  private var focusPlace: CellPosition? {
    focused.focus.flatMap { picture.places[$0] }.map {
      CellPosition(row: $0.rows + margin.top, column: $0.columns + margin.left)
    }
  }

  /// The smallest region with all marks.
  private func region(_ marks: [CellPosition]) -> CellRegion? {
    guard let row = marks.map(\.row).min(), let column = marks.map(\.column).min() else {
      return nil
    }
    let ends = (marks.map(\.row).max() ?? row, marks.map(\.column).max() ?? column)
    return CellRegion(rows: row..<ends.0 + 1, columns: column..<ends.1 + 1)
  }

  private func centered(_ place: CellPosition, _ map: Heatmap, _ rect: Rect) -> CellPosition {
    let shown = map.layout(in: rect, capabilities).visible
    return CellPosition(
      row: place.row - shown.rows.count / 2, column: place.column - shown.columns.count / 2)
  }
}

extension TapPanels {
  /// The rows that the grids take of a room, with their headings.
  func gridRows(in rect: Rect) -> Int {
    let zoom = gridZoom(rect)
    let rows = gridHeight(zoom) + 1
    return min(rows, max(3, rect.height * 2 / 3))
  }

  private func gridHeight(_ zoom: Int) -> Int {
    capabilities.heatRows(picture.rows, zoom: zoom)
  }

  private func gridZoom(_ rect: Rect) -> Int {
    let width = (rect.width - 2) / gridCount
    return zooms.first {
      picture.columns * $0 <= width && gridHeight($0) <= max(2, rect.height / 2)
    } ?? (picture.columns * 2 <= width ? 2 : 1)
  }

  private var gridCount: Int { focused.hasMultipliers ? 2 : 1 }

  /// The multipliers, and the products.
  func drawGrids(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let zoom = gridZoom(rect)
    let width = max(picture.columns * zoom, min(20, rect.width / gridCount - 2))
    if focused.hasMultipliers {
      let titles = multiplierTitles
      let room = min(rect.width * 3 / 5, max(width, titles[0].columns))
      drawGrid(
        fitting(titles, room), focused.numbers { $0.multiplier?.value ?? 0 }, zoom, &canvas,
        rest.takeLeft(room))
      _ = rest.takeLeft(2)
    }
    let title = focused.hasProducts ? "= products" : "its cells"
    drawGrid(title, focused.numbers(\.value), zoom, &canvas, rest)
  }

  /// `× conv2.weight[0,11] rotated`, `× weight[0,11] rotated`, `× weight rotated`.
  private var multiplierTitles: [String] {
    let name = focused.multiplierName ?? "weights"
    let (base, indices) = (name.prefix { $0 != "[" }, name.drop { $0 != "[" })
    let last = base.split(separator: ".").last ?? base
    return [name, "\(last)\(indices)", String(last)].map {
      "× \($0)\(picture.isRotated ? " rotated" : "")"
    }
  }

  /// The multipliers alone, with their numbers in the cells where they have room.
  func drawKernel(_ canvas: inout Canvas, _ rect: Rect) {
    let values = focused.numbers { $0.multiplier?.value ?? 0 }
    let zoom =
      zooms.first { picture.columns * $0 <= rect.width && gridHeight($0) < rect.height } ?? 1
    let rotated = picture.isRotated ? " rotated" : ""
    let layout = drawGrid(
      "× \(focused.multiplierName ?? "kernel")\(rotated)", values, zoom, &canvas, rect)
    CellNumbers(layout: layout) { values[$0.row * picture.columns + $0.column] }.draw(
      &canvas, within: CellRegion(rows: 0..<picture.rows, columns: 0..<picture.columns))
    drawGaps(&canvas, layout)
  }

  @discardableResult
  private func drawGrid(
    _ title: String, _ values: [Float], _ zoom: Int, _ canvas: inout Canvas, _ rect: Rect
  ) -> HeatmapLayout {
    canvas.write(title, x: rect.x, y: rect.y, limit: rect.width, .heading)
    var heatmap = Heatmap(
      rows: picture.rows, columns: picture.columns, values: values,
      scale: HeatScale(fitting: values))
    heatmap.zoom = zoom
    heatmap.cursor = focused.focus.flatMap { picture.cell(of: $0) }.map {
      CellPosition(row: $0.rows, column: $0.columns)
    }
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    let layout = heatmap.draw(into: &canvas, in: inside, capabilities)
    drawGaps(&canvas, layout)
    return layout
  }

  /// Cells of the grid that no addend uses.
  private func drawGaps(_ canvas: inout Canvas, _ layout: HeatmapLayout) {
    for (index, cell) in picture.cells.enumerated() where cell == nil {
      let place = CellPosition(row: index / picture.columns, column: index % picture.columns)
      if let rect = layout.rect(of: place) { canvas.fill(rect, with: Cell("·", .padding)) }
    }
  }
}
