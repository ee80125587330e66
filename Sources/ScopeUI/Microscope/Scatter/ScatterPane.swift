import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// Where the gradient of an output cell goes: the gradient of the layer's input with the window on
/// it, what the cell's gradient is multiplied by, what is added, and the list of both.
struct ScatterPane {
  private let scatter: Scatter
  private let focus: Int
  private let debugger: Debugger
  private let capabilities: Capabilities
  private let places: [Pair]

  init(_ scatter: Scatter, _ focus: Int, _ debugger: Debugger, _ capabilities: Capabilities) {
    (self.scatter, self.debugger, self.capabilities) = (scatter, debugger, capabilities)
    self.focus = min(focus, max(0, scatter.shares.count - 1))
    places = scatter.shares.map {
      Pair($0.cell, hasBatch: true, width: scatter.map.columns)
    }
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    var end = rest.takeBottom(min(4, rest.height / 2))
    canvas.horizontalLine(x: end.x, y: end.y, length: end.width)
    _ = end.takeTop(1)
    for (row, line) in conclusion(end.width - 1).prefix(end.height).enumerated() {
      canvas.write(line, x: end.x + 1, y: end.y + row, limit: end.width - 1, .accent)
    }
    let side = rest.takeLeft(min(rest.width * 2 / 5, max(24, scatter.map.columns * 2)))
    drawMap(&canvas, side)
    _ = rest.takeLeft(1)
    let rows = grids.isEmpty ? 0 : min(rest.height * 2 / 3, gridHeight + 1)
    drawGrids(&canvas, rest.takeTop(rows))
    drawList(&canvas, rest)
  }

  /// How far the gradient goes, and what is in focus: through which weight and to which cell.
  private func conclusion(_ width: Int) -> [String] {
    var lines = [scatter.summary(debugger.names)]
    guard scatter.shares.indices.contains(focus) else { return lines }
    let share = scatter.shares[focus]
    let cell = NumberReference.cell(scatter.input, share.cell)
    let start = "+= \(Decimals.text(share.value, 3))"
    let factor = Decimals.text(share.factor, 3)
    let room = width - start.columns - factor.columns - 10
    let way =
      share.weight.map { " through \(abbreviated(debugger.names.name(of: $0), to: room)) " }
      ?? ", the gradient times "
    lines.append(start + way + factor)
    let whole = debugger.inspector.value(of: cell)
    let sum = whole.map { ", \(Decimals.text($0, 4)) in all" } ?? ""
    return lines + ["to \(debugger.names.name(of: cell))" + sum]
  }

  private func drawMap(_ canvas: inout Canvas, _ rect: Rect) {
    let name = debugger.names.name(of: scatter.input)
    let title = scatter.map.title.isEmpty ? name : "\(name)[\(scatter.map.title)]"
    canvas.write(title, x: rect.x, y: rect.y, limit: rect.width, .heading)
    var map = Heatmap(
      rows: scatter.map.rows, columns: scatter.map.columns, values: scatter.map.values,
      scale: HeatScale(fitting: scatter.map.values))
    map.zoom = map.columns * 2 <= rect.width ? 2 : 1
    map.focus = region
    map.cursor = places.indices.contains(focus) ? places[focus].cell : nil
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    let layout = map.draw(into: &canvas, in: inside, capabilities)
    TapMarks(Set(places.map(\.cell)), layout).draw(&canvas, capabilities)
  }

  private var region: CellRegion? {
    guard let top = places.map(\.rows).min(), let left = places.map(\.columns).min() else {
      return nil
    }
    let (bottom, right) = (places.map(\.rows).max() ?? top, places.map(\.columns).max() ?? left)
    return CellRegion(rows: top..<bottom + 1, columns: left..<right + 1)
  }
}

/// The window as pictures.
extension ScatterPane {
  private typealias Grid = (title: String, value: (Scatter.Share) -> Double)

  /// What the gradient is multiplied by, and the products; no picture of a single cell.
  private var grids: [Grid] {
    guard scatter.shares.count > 1, region != nil else { return [] }
    let gradient = Double(scatter.gradient)
    let factors: Grid = ("× weights", { $0.factor })
    let shares: Grid = ("+= dX", { $0.value })
    guard scatter.shares.contains(where: { $0.weight != nil }) else { return [shares] }
    return [factors, shares, ("+= dW", { gradient * Double($0.read) })]
  }

  private var step: (rows: Int, columns: Int) {
    (Self.step(places.map(\.rows)), Self.step(places.map(\.columns)))
  }

  private var gridSize: (rows: Int, columns: Int) {
    guard let region else { return (0, 0) }
    return (
      (region.rows.count - 1) / step.rows + 1, (region.columns.count - 1) / step.columns + 1
    )
  }

  private var gridHeight: Int { capabilities.heatRows(gridSize.rows, zoom: 2) }

  private func drawGrids(_ canvas: inout Canvas, _ rect: Rect) {
    guard let region, !grids.isEmpty else { return }
    for (grid, place) in zip(grids, rect.columns(grids.count, gap: 1)) {
      let title = fitting([grid.title, grid.title.replacing("weights", with: "w")], place.width)
      canvas.write(title, x: place.x, y: place.y, limit: place.width, .heading)
      var values = [Float](repeating: 0, count: gridSize.rows * gridSize.columns)
      for (share, cell) in zip(scatter.shares, places) {
        let row = (cell.rows - region.rows.lowerBound) / step.rows
        let column = (cell.columns - region.columns.lowerBound) / step.columns
        values[row * gridSize.columns + column] += Float(grid.value(share))
      }
      var map = Heatmap(
        rows: gridSize.rows, columns: gridSize.columns, values: values,
        scale: HeatScale(fitting: values))
      map.zoom = gridSize.columns * 2 <= place.width ? 2 : 1
      if places.indices.contains(focus) {
        map.cursor = CellPosition(
          row: (places[focus].rows - region.rows.lowerBound) / step.rows,
          column: (places[focus].columns - region.columns.lowerBound) / step.columns)
      }
      let inside = Rect(
        x: place.x, y: place.y + 1, width: place.width, height: place.height - 1)
      _ = map.draw(into: &canvas, in: inside, capabilities)
    }
  }

  private func drawList(_ canvas: inout Canvas, _ rect: Rect) {
    let shares = scatter.shares
    let first = min(max(0, focus - rect.height / 2), max(0, shares.count - rect.height))
    for (row, index) in shares.indices.dropFirst(first).prefix(rect.height).enumerated() {
      let style: Style = index == focus ? .selection : .plain
      let long = scatter.line(shares[index])
      let text = [long, scatter.shortLine(shares[index])].first { $0.columns < rect.width }
      let line = (index == focus ? "▸" : " ") + (text ?? scatter.shortestLine(shares[index]))
      canvas.write(
        line.rightPadded(to: rect.width), x: rect.x, y: rect.y + row, limit: rect.width, style)
    }
  }

  /// The distance between neighbors among some indices.
  private static func step(_ indices: [Int]) -> Int {
    let sorted = Set(indices).sorted()
    return max(1, zip(sorted.dropFirst(), sorted).map { $0 - $1 }.min() ?? 1)
  }
}

extension Pair {
  fileprivate var cell: CellPosition { CellPosition(row: rows, column: columns) }
}
