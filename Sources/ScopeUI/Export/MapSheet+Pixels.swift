import CNNEngine
import NumberText
import ScopeDebugger
import TerminalKit

extension MapSheet {
  /// The maps as pixels, several to a cell where they are small, with a margin between them.
  ///
  /// - Parameter isLabeled: whether the title, the scale and the names of the maps are written
  ///   beside them.
  package func pixels(_ appearance: Appearance = .init(), isLabeled: Bool = false) -> (
    rows: Int, columns: Int, numbers: [UInt8]
  ) {
    guard maps.count > 0 else { return (1, 1, [0, 0, 0]) }
    let layout = PixelLayout(self, isLabeled: isLabeled)
    let palette = Palette(.truecolor, appearance)
    var sheet = PixelSheet(rows: layout.rows, columns: layout.columns)
    for index in 0..<maps.count {
      draw(maps[index], &sheet, layout.origin(of: index), layout, palette)
    }
    if isLabeled { drawHeading(&sheet, layout, palette) }
    return (sheet.rows, sheet.columns, sheet.numbers)
  }

  private func draw(
    _ map: FeatureMaps.Map, _ sheet: inout PixelSheet, _ origin: (row: Int, column: Int),
    _ layout: PixelLayout, _ palette: Palette
  ) {
    let zoom = layout.zoom
    if layout.isLabeled {
      sheet.write(map.title, row: origin.row - PixelLayout.line, column: origin.column)
    }
    for row in 0..<map.rows {
      for column in 0..<map.columns {
        let heat = scale.heat(of: map[row, column]).paint
        let paint = underlay.map { heat.over(gray: $0[row * map.columns + column]) } ?? heat
        guard let color = PixelColor(palette.color(for: paint)) else { continue }
        sheet.fill(
          row: origin.row + row * zoom, column: origin.column + column * zoom, rows: zoom,
          columns: zoom, color)
      }
    }
  }

  /// The title, and below it the scale with the numbers at its ends.
  private func drawHeading(
    _ sheet: inout PixelSheet, _ layout: PixelLayout, _ palette: Palette
  ) {
    let (gap, line) = (layout.gap, PixelLayout.line)
    sheet.write(title, row: gap, column: gap)
    let (low, high) = legendNumbers
    sheet.write(low, row: gap + line, column: gap)
    let start = gap + (low.count + 1) * PixelSheet.characterWidth
    for step in 0..<PixelLayout.stripWidth {
      guard
        let color = PixelColor(
          palette.color(for: paint(Float(step) / Float(PixelLayout.stripWidth - 1))))
      else { continue }
      sheet.fill(row: gap + line + 2, column: start + step, rows: line - 6, columns: 1, color)
    }
    sheet.write(
      high, row: gap + line,
      column: start + PixelLayout.stripWidth + PixelSheet.characterWidth)
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

/// Where the maps of a sheet are, in pixels.
struct PixelLayout {
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
    let label = isLabeled ? maps[count - 1].title.count * PixelSheet.characterWidth : 0
    tile = (
      height * zoom + gap + (isLabeled ? Self.line : 0), max(width * zoom, label) + gap
    )
    across =
      sheet.across ?? Self.across(count, width: tile.width, height: tile.height)
    top = gap + (isLabeled ? 2 * Self.line : 0)
    let legend = sheet.legendNumbers
    let characters = max(sheet.title.count, legend.low.count + legend.high.count + 2)
    let heading = isLabeled ? characters * PixelSheet.characterWidth + Self.stripWidth : 0
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
