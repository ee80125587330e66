import CNNEngine
import NumberText
import Pictures
import ScopeDebugger
import TerminalKit

extension MapSheet {
  /// The maps as a picture, several pixels to a cell where they are small, with a margin between them.
  ///
  /// - Parameter isLabeled: whether the title, the scale and the names of the maps are written
  ///   beside them.
  package func drawing(_ appearance: Appearance = .init(), isLabeled: Bool = false) -> Drawing {
    guard maps.count > 0 else { return Drawing(width: 1, height: 1) }
    let layout = SheetLayout(self, isLabeled: isLabeled)
    let palette = Palette(.truecolor, appearance)
    var drawing = Drawing(
      width: layout.columns, height: layout.rows, on: Paper(appearance.background))
    for index in 0..<maps.count {
      let (map, origin) = (maps[index], layout.origin(of: index))
      if isLabeled {
        drawing.write(map.title, x: origin.column, y: origin.row - SheetLayout.line)
      }
      drawing.add(colors(of: map, palette), x: origin.column, y: origin.row, side: layout.zoom)
    }
    if isLabeled { writeHeading(&drawing, layout, palette) }
    return drawing
  }

  /// How many cells all maps have.
  package var cellCount: Int {
    (0..<maps.count).reduce(0) { $0 + maps[$1].rows * maps[$1].columns }
  }

  private func colors(of map: FeatureMaps.Map, _ palette: Palette) -> ColorGrid {
    var cells = ColorGrid(columns: map.columns, rows: map.rows)
    for row in 0..<map.rows {
      for column in 0..<map.columns {
        let heat = scale.heat(of: map[row, column]).paint
        let paint = underlay.map { heat.over(gray: $0[row * map.columns + column]) } ?? heat
        cells[row, column] = PixelColor(palette.color(for: paint))
      }
    }
    return cells
  }

  /// The title, and below it the scale with the numbers at its ends.
  private func writeHeading(
    _ drawing: inout Drawing, _ layout: SheetLayout, _ palette: Palette
  ) {
    let (gap, line, steps) = (layout.gap, SheetLayout.line, SheetLayout.stripWidth)
    drawing.write(title, x: gap, y: gap, isBold: true)
    let (low, high) = legendNumbers
    var strip = ColorGrid(columns: steps, rows: line - 6)
    for step in 0..<steps {
      let color = palette.color(for: paint(Float(step) / Float(steps - 1)))
      for row in 0..<strip.rows { strip[row, step] = PixelColor(color) }
    }
    let start = drawing.write(low, x: gap, y: gap + line) + Drawing.character
    drawing.add(strip, x: start, y: gap + line + 2, side: 1)
    drawing.write(high, x: start + steps + Drawing.character, y: gap + line)
  }

  /// The numbers at the ends of the scale, as they are written.
  var legendNumbers: (low: String, high: String) {
    let (low, high) = scale.ends
    return (
      Decimals.fitting(low, significant: 3, width: 9),
      Decimals.fitting(high, significant: 3, width: 9)
    )
  }

  private func paint(_ share: Float) -> Paint {
    switch scale {
    case .sequential: .sequential(level: share)
    case .diverging: .diverging(level: 2 * share - 1)
    }
  }
}

/// Where the maps of a sheet are, in units of a picture.
struct SheetLayout {
  /// The height of a line of text, and the width of the scale.
  static let (line, stripWidth) = (18, 128)

  let isLabeled: Bool
  /// The side of a cell.
  let zoom: Int
  /// The margin around maps.
  let gap: Int
  let rows: Int
  let columns: Int
  private let tile: (height: Int, width: Int)
  private let across: Int
  private let top: Int

  init(_ sheet: MapSheet, isLabeled: Bool) {
    let maps = sheet.maps
    let (height, width, count) = (maps[0].rows, maps[0].columns, maps.count)
    self.isLabeled = isLabeled
    zoom = max(1, sheet.pixelSide / max(height, width, count / 8))
    gap = max(2, zoom * 96 / sheet.pixelSide / 3)
    let label = isLabeled ? maps[count - 1].title.count * Drawing.character : 0
    tile = (
      height * zoom + gap + (isLabeled ? Self.line : 0), max(width * zoom, label) + gap
    )
    across =
      sheet.across ?? Self.across(count, width: tile.width, height: tile.height)
    top = gap + (isLabeled ? 2 * Self.line : 0)
    let legend = sheet.legendNumbers
    let characters = max(sheet.title.count, legend.low.count + legend.high.count + 2)
    let heading = isLabeled ? characters * Drawing.character + Self.stripWidth : 0
    rows = top + (count + across - 1) / across * tile.height
    columns = max(across * tile.width, heading) + gap
  }

  /// The upper left pixel of a map.
  func origin(of index: Int) -> (row: Int, column: Int) {
    (
      top + index / across * tile.height + (isLabeled ? Self.line : 0),
      gap + index % across * tile.width
    )
  }

  /// How many maps stand beside each other so that the sheet is about as wide as it is high.
  private static func across(_ count: Int, width: Int, height: Int) -> Int {
    let area = Double(count * width * height)
    return min(count, max(1, Int((area.squareRoot() / Double(width)).rounded(.up))))
  }
}
