import CNNEngine
import CNNModel
import ModelFiles
import NumberText
import ScopeDebugger
import TerminalKit

/// The list of a file's arrays, and a picture of the selected one.
struct WeightsPane {
  private let view: WeightsView
  private let capabilities: Capabilities

  init(_ view: WeightsView, _ capabilities: Capabilities) {
    (self.view, self.capabilities) = (view, capabilities)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    guard rect.width >= 64 else { return drawArray(&canvas, rest) }
    let list = rest.takeLeft(min(44, max(30, rect.width * 2 / 5)))
    let line = rest.takeLeft(1)
    canvas.verticalLine(x: line.x, y: line.y, length: line.height)
    drawList(&canvas, list)
    drawArray(&canvas, rest)
  }

  private func drawList(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    let count = view.list.arrays.count
    let heading = " \(count) TENSOR\(count == 1 ? "" : "S"), \(view.list.numberCount) numbers "
    canvas.write(heading, x: rect.x, y: rect.y, limit: rect.width, .title)
    let room = rect.height - 1
    let place = view.rows.firstIndex(of: .array(view.selected)) ?? 0
    let first = min(max(0, place - room / 2), max(0, view.rows.count - room))
    for (row, entry) in view.rows.dropFirst(first).prefix(max(0, room)).enumerated() {
      let line = Rect(x: rect.x, y: rect.y + 1 + row, width: rect.width, height: 1)
      draw(entry, &canvas, line)
    }
  }

  private func draw(_ row: WeightsView.Row, _ canvas: inout Canvas, _ rect: Rect) {
    switch row {
    case .group(let name):
      canvas.write(
        abbreviated(name.harmless, to: rect.width - 1), x: rect.x + 1, y: rect.y,
        limit: rect.width - 1, .heading)
    case .array(let index):
      let array = view.list.arrays[index]
      let isSelected = index == view.selected
      let style: Style = isSelected ? .selection : .plain
      canvas.fill(rect, with: Cell(" ", style))
      let shape = array.array.shape.rank == 0 ? "single" : "\(array.array.shape)"
      let end = canvas.write(shape, endingAt: rect.maxX, y: rect.y, style)
      let group = WeightsView.group(of: array.name)
      let name = group.isEmpty ? array.name : String(array.name.dropFirst(group.count + 1))
      let indent = group.isEmpty ? 1 : 3
      let arrays = view.list.arrays
      let shown = abbreviated(
        name.harmless, to: end - rect.x - indent - 1,
        beside: group.isEmpty
          ? neighbors(of: index, in: arrays.count) { arrays[$0].name.harmless } : [])
      canvas.write(
        shown, x: rect.x + indent, y: rect.y, limit: end - rect.x - indent - 1,
        isSelected ? style.bold : style)
    }
  }

  private func drawArray(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    let array = view.array
    let end = " → \(array.array.shape) \(array.array.elementType) "
    let name = abbreviated(
      array.name.harmless, to: max(shortName, rect.width - 1 - end.columns))
    canvas.write(" \(name)\(end)", x: rect.x, y: rect.y, limit: rect.width, .title)
    var inside = Rect(x: rect.x + 1, y: rect.y + 1, width: rect.width - 1, height: rect.height - 1)
    drawFigures(&canvas, inside.takeBottom(3))
    guard view.tensor.shape.count > 0 else {
      canvas.write("this tensor is empty", x: inside.x, y: inside.y, .dim)
      return
    }
    KernelGrid(view.tensor, scale: HeatScale([view.statistics]), first: view.first)
      .draw(&canvas, inside, capabilities)
  }

  private func drawFigures(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height == 3, rect.width > 20 else { return }
    let isColor = KernelGrid.isColor(view.tensor.shape) && capabilities.depth > .mono
    let legend = rect.y + 1
    if isColor {
      canvas.write(
        "red, green, blue; dark is small, bright is large", x: rect.x, y: legend,
        limit: rect.width, .dim)
    } else {
      HeatScale([view.statistics]).drawLegend(
        into: &canvas, x: rect.x, y: legend, width: min(40, rect.width), capabilities)
    }
    let statistics = view.statistics
    let bars = histogram(
      of: view.tensor.elements, bins: 6, in: statistics.minimum...statistics.maximum)
    let picture = sparkline(bars.map(Double.init), columns: 6, capabilities.glyphs)
    canvas.write(
      "x∈[\(Decimals.text(statistics.minimum, 2)) \(picture) "
        + "\(Decimals.text(statistics.maximum, 2))] μ \(Decimals.text(Float(statistics.mean), 2)) "
        + "σ \(Decimals.text(Float(statistics.deviation), 2)) "
        + "0:\(Int((statistics.zeroShare * 100).rounded()))% NaN:\(statistics.nans)",
      x: rect.x, y: rect.y + 2, limit: rect.width)
  }
}
