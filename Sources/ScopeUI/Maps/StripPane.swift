import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The maps of one tensor in a row, under a line with its name, its shape and the ends of its scale.
struct StripPane {
  private let scene: Scene
  private let tensor: NearbyTensor
  private let maps: FeatureMaps
  private let capabilities: Capabilities

  init(_ scene: Scene, _ tensor: NearbyTensor) {
    (self.scene, self.tensor, maps) = (scene, tensor, tensor.maps)
    capabilities = scene.capabilities
  }

  /// - Parameter common: the scale that all layers share, where they do.
  func draw(_ canvas: inout Canvas, _ rect: Rect, common: HeatScale?) {
    var inside = rect
    let head = inside.takeTop(1)
    let isHidden = scene.hidesShape(of: tensor.reference.node)
    let tile = tensor.tile(in: inside.size, capabilities)
    let drawn = drawnMaps(inside.width, tile.size.columns)
    let scale = common ?? tensor.scale(scene.session, drawn: drawn)
    drawHeading(&canvas, head, drawn, scale, isHidden: isHidden)
    guard !isHidden else { return }
    for (place, index) in drawn.enumerated() {
      let cells = Rect(
        x: inside.x + place * (tile.size.columns + 1), y: inside.y, width: tile.size.columns,
        height: inside.height
      ).intersection(inside)
      draw(maps[index], scale, tile.zoom, &canvas, cells)
    }
  }

  private func draw(
    _ map: FeatureMaps.Map, _ scale: HeatScale, _ zoom: Int, _ canvas: inout Canvas, _ rect: Rect
  ) {
    var heatmap = Heatmap(rows: map.rows, columns: map.columns, values: map.values, scale: scale)
    (heatmap.zoom, heatmap.overflow) = (zoom, .shrink)
    heatmap.focus = scene.boxedUnits?.box(
      on: tensor.reference.node, rows: map.rows, columns: map.columns)
    let layout = heatmap.draw(into: &canvas, in: rect, capabilities)
    if let focus = heatmap.focus { TapMarks(focus.cells, layout).draw(&canvas, capabilities) }
    guard scene.hidden == nil else { return }
    CellNumbers(layout: layout) { map[$0.row, $0.column] }.draw(
      &canvas, within: CellRegion(rows: 0..<map.rows, columns: 0..<map.columns))
  }

  private func drawHeading(
    _ canvas: inout Canvas, _ rect: Rect, _ drawn: Range<Int>, _ scale: HeatScale, isHidden: Bool
  ) {
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    let (low, high) = scale.ends
    let ends =
      " \(Decimals.fitting(low, significant: 2, width: 8)) to "
      + "\(Decimals.fitting(high, significant: 2, width: 8)) "
    // The name is more important than the ends of the scale.
    let hasEnds =
      !isHidden && tensor.name.columns + tensor.shape.columns + ends.columns + 8 <= rect.width
    let end = hasEnds ? canvas.write(ends, endingAt: rect.maxX - 1, y: rect.y, .dim) : rect.maxX
    let part =
      drawn.count < maps.count && !isHidden
      ? ", maps \(drawn.lowerBound)–\(drawn.upperBound - 1)" : ""
    let rest = " → \(tensor.shape)\(part) "
    let name = abbreviated(
      tensor.name, to: max(shortName, end - rect.x - rest.columns - 2))
    canvas.write(
      " \(name)\(rest)", x: rect.x + 1, y: rect.y, limit: end - rect.x - 2, .heading)
  }

  /// The page of maps that holds the one which is selected on a layer with the same maps.
  private func drawnMaps(_ width: Int, _ columns: Int) -> Range<Int> {
    let page = max(1, (width + 1) / (columns + 1))
    let channel = scene.selection.channel
    let isSame = scene.shared.maps?.count == maps.count && channel < maps.count
    let first = isSame ? channel / page * page : 0
    return first..<min(maps.count, first + page)
  }
}
