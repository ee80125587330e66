import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// What can be said of the selected tensor and of the cell under the cursor, with numbers.
struct InfoPane {
  private let explorer: Explorer
  private let glance: Glance
  private let debugger: Debugger
  private let view: ViewState
  /// The room for a line.
  private let width: Int

  init(_ explorer: Explorer, _ glance: Glance) {
    (self.explorer, self.glance) = (explorer, glance)
    let beside = MicroscopePane.columnsOfMaps(explorer.size.columns)
    width = ScreenLayout.mapColumns(
      explorer.microscope != nil && beside > 0 ? beside : explorer.size.columns)
    (debugger, view) = (explorer.session.debugger, explorer.view)
  }

  /// The lines below the legend.
  var lines: [(text: String, style: Style)] {
    let node = debugger.network.nodes[view.node]
    if explorer.hidesShape(of: view.node) { return [("\(node.name): ? \(node.layer.text)", .mark)] }
    var lines: [(String, Style)] = []
    if let cell = cellLine { lines.append((cell, .accent)) }
    lines.append((tensorLine, .plain))
    if !node.isSource {
      let inputs = debugger.network.inputShapes(of: view.node)
      lines += node.layer.shapeArithmetic(for: inputs).prefix(2).map { ($0, .plain) }
    } else {
      lines += inputLines.map { ($0, .plain) }
    }
    let parameters = debugger.network.parameters(of: view.node)
    if !parameters.isEmpty {
      let count = parameters.reduce(0) { $0 + $1.shape.count }
      let products = debugger.network.multiplyAccumulates(of: view.node)
      let arithmetic = parameters.map(\.arithmetic).joined(separator: " + ")
      let full = "\(arithmetic) = \(count) parameters; \(products) MACs"
      lines.append((full.columns < width ? full : "\(count) parameters; \(products) MACs", .dim))
    }
    return lines.filter { !$0.0.isEmpty }
  }

  func draw(_ lines: [(text: String, style: Style)], _ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 0 else { return }
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    drawLegend(&canvas, rect)
    for (row, line) in lines.prefix(rect.height - 2).enumerated() {
      canvas.write(
        withProducts(line.text, explorer.capabilities), x: rect.x + 1, y: rect.y + 2 + row,
        limit: rect.width - 1, line.style)
    }
  }

  private func drawLegend(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 1, glance.maps.map({ $0.count > 0 }) ?? false else { return }
    let end = glance.scale.drawLegend(
      into: &canvas, x: rect.x + 1, y: rect.y + 1, width: min(40, rect.width - 18),
      explorer.capabilities)
    canvas.write(
      "scale: \(view.scale.rawValue)", x: end + 2, y: rect.y + 1,
      limit: rect.maxX - end - 2, .dim)
  }

  /// `[16×10×10] x∈[-1.9 ▁▂▅█▃▁ 2.4] μ 0.03 σ 0.61 0:12% NaN:0`
  private var tensorLine: String {
    guard let tensor = glance.tensor, let statistics = glance.statistics else { return "" }
    let bars = histogram(
      of: Self.sketch(tensor.elements), bins: 6, in: statistics.minimum...statistics.maximum)
    let picture = sparkline(bars.map(Double.init), columns: 6, explorer.capabilities.glyphs)
    let (low, high) = (short(statistics.minimum), short(statistics.maximum))
    let mean = "μ \(short(Float(statistics.mean)))"
    let deviation = "σ \(short(Float(statistics.deviation)))"
    let zeros = "0:\(Int((statistics.zeroShare * 100).rounded()))%"
    let broken =
      "NaN:\(statistics.nans)" + (statistics.infinities > 0 ? " ∞:\(statistics.infinities)" : "")
    if statistics.nans + statistics.infinities == statistics.count {
      return "no finite number \(broken)"
    }
    let lines = [
      "x∈[\(low) \(picture) \(high)] \(mean) \(deviation) \(zeros) \(broken)",
      "x∈[\(low) \(high)] \(mean) \(deviation) \(zeros) \(broken)",
      "x∈[\(low) \(high)] \(mean) \(zeros) \(broken)",
    ]
    return lines.first { $0.columns < width } ?? "[\(low) \(high)] \(broken)"
  }

  /// Every n-th of very many numbers: the shape of their distribution is the same.
  private static func sketch(_ numbers: [Float]) -> [Float] {
    let most = 1 << 18
    guard numbers.count > most else { return numbers }
    return stride(from: 0, to: numbers.count, by: numbers.count / most + 1).map { numbers[$0] }
  }

  private func short(_ number: Float) -> String { Decimals.text(number, 2) }

  /// What was done to the image, with its numbers.
  private var inputLines: [String] {
    let words = explorer.session.stepZeroWords
    return wrapped("step 0: \(words)", to: width - 2)
      + (explorer.showsOriginal ? [] : ["a again: the image as it came"])
  }

  /// The number under the cursor, and whether it is what its definition says.
  private var cellLine: String? {
    guard view.focus == .maps, let tensor = glance.tensor,
      let maps = glance.maps, maps.count > 0
    else { return nil }
    let position = maps[view.channel].position(row: view.cell.row, column: view.cell.column)
    if explorer.showsOriginal {
      return "original\(position.sample) = \(Decimals.exact(Double(tensor[position])))"
    }
    let value = tensor[position]
    let shown = debugger.hasBatch(view.reference) ? position.sample : position
    let name = "\(debugger.name(of: view.reference))\(shown) = \(Decimals.text(value, 5))"
    if explorer.hidden == .cell { return "\(debugger.name(of: view.reference))\(shown) = ?" }
    guard let definition = debugger.definition(of: view.reference, at: position) else {
      return name
    }
    let mark = definition.equalsWithinRounding(value) ? "✓" : "✗"
    let count = definition.terms.count
    return "\(name) \(mark) of \(count) number\(count == 1 ? "" : "s")"
  }
}
