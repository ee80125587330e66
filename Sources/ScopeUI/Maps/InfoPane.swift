import CNNEngine
import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// Facts about the selected tensor and the cell under the cursor, with numbers.
struct InfoPane {
  private let scene: Scene
  private let tensor: SelectedTensor
  private let debugger: Debugger
  private let selection: Selection
  /// The room for a line.
  private let width: Int

  init(_ scene: Scene, _ tensor: SelectedTensor, width: Int) {
    (self.scene, self.tensor, self.width) = (scene, tensor, width)
    (debugger, selection) = (scene.session.debugger, scene.selection)
  }

  /// The lines below the legend.
  var lines: [StyledLine] {
    let node = debugger.network.nodes[selection.node]
    if scene.hidesShape(of: selection.node) {
      return wrapped("\(node.name): ? \(node.layer.text)", to: width - 2).map { ($0, .mark) }
    }
    var lines: [StyledLine] = []
    if let version = selection.versionLine(scene.session) { lines.append((version, .warning)) }
    if let cell = cellLine { lines.append((cell, .accent)) }
    lines.append((tensorLine, .plain))
    return (lines + facts).filter { !$0.text.isEmpty }
  }

  /// How the numbers of the layer come about, and how many parameters it has.
  var facts: [StyledLine] {
    let node = debugger.network.nodes[selection.node]
    var lines: [StyledLine] = []
    if let line = quantizationLine { lines.append((line, .plain)) }
    if !node.isSource {
      let inputs = debugger.network.inputShapes(of: selection.node)
      let remarks = node.layer.remarks(for: inputs).flatMap { wrapped($0, to: width - 2) }
      lines += remarks.map { ($0, .warning) }
      lines += node.layer.shapeArithmetic(for: inputs).prefix(2).map { ($0, .plain) }
    } else {
      lines += inputLines.map { ($0, .plain) }
    }
    let parameters = debugger.network.parameters(of: selection.node)
    if !parameters.isEmpty {
      let count = parameters.reduce(0) { $0 + $1.shape.count }
      let products = debugger.network.multiplyAccumulates(of: selection.node)
      let arithmetic = parameters.map(\.arithmetic).joined(separator: " + ")
      let full = "\(arithmetic) = \(count) parameters; \(products) MACs"
      lines.append((full.columns < width ? full : "\(count) parameters; \(products) MACs", .dim))
    }
    return lines
  }

  func draw(_ lines: [StyledLine], _ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 0 else { return }
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    drawLegend(&canvas, rect)
    for (row, line) in lines.prefix(rect.height - 2).enumerated() {
      canvas.write(
        spelled(line.text, scene.capabilities), x: rect.x + 1, y: rect.y + 2 + row,
        limit: rect.width - 1, line.style)
    }
  }

  private func drawLegend(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 1, tensor.maps.map({ $0.count > 0 }) ?? false else { return }
    let end = tensor.scale.drawLegend(
      into: &canvas, x: rect.x + 1, y: rect.y + 1, width: min(40, rect.width - 18),
      scene.capabilities)
    canvas.write(
      "scale: \(selection.scale.rawValue)", x: end + 2, y: rect.y + 1,
      limit: rect.maxX - end - 2, .dim)
  }

  /// `[16×10×10] x∈[-1.9 ▁▂▅█▃▁ 2.4] μ 0.03 σ 0.61 0:12% NaN:0`
  private var tensorLine: String {
    guard let values = tensor.values, let statistics = tensor.statistics else { return "" }
    let bars = histogram(
      of: Self.sketch(values.elements), bins: 6, in: statistics.minimum...statistics.maximum)
    let picture = sparkline(bars.map(Double.init), columns: 6, scene.capabilities.glyphs)
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
    let ofBatch = isOfBatch ? lines.map { "\($0) batch of \(debugger.batchSize)" } : []
    return (ofBatch + lines).first { $0.columns < width } ?? "[\(low) \(high)] \(broken)"
  }

  /// Whether the statistics are of several samples, of which the maps show one.
  private var isOfBatch: Bool {
    debugger.batchSize > 1 && debugger.network.hasBatch(selection.reference)
      && !selection.showsOriginal(scene.session)
  }

  /// Every n-th of very many numbers: the shape of their distribution is the same.
  private static func sketch(_ numbers: [Float]) -> [Float] {
    let most = 1 << 18
    guard numbers.count > most else { return numbers }
    return stride(from: 0, to: numbers.count, by: numbers.count / most + 1).map { numbers[$0] }
  }

  private func short(_ number: Float) -> String { Decimals.text(number, 2) }

  /// How the numbers of the input came about.
  private var inputLines: [String] {
    let text = scene.session.text
    guard !selection.showsOriginal(scene.session) else {
      return wrapped("preprocessing: \(text.preprocessingLine)", to: width - 2)
    }
    return wrapped(text.origin(ofInput: selection.node), to: width - 2)
      + ["a again shows the original image"]
  }

  /// `real numbers: (uint8 − 3) · 0.02`
  private var quantizationLine: String? {
    guard let quantization = selection.quantization(scene.session) else { return nil }
    let form = selection.showsRaw ? "integers, in real numbers" : "real numbers"
    guard quantization.scales.count == 1, quantization.zeroPoints.count == 1 else {
      return "\(form): \(quantization.type) of \(quantization.scales.count) scales"
    }
    let (scale, zero) = (quantization.scales[0], Int(quantization.zeroPoints[0]))
    let centered = zero == 0 ? "\(quantization.type)" : "(\(quantization.type) − \(zero))"
    return "\(form): \(centered) · \(Decimals.text(scale, 4))"
  }

  /// The number under the cursor, and whether it is what its definition says.
  var cellLine: String? {
    guard selection.pane == .maps, let values = tensor.values,
      let maps = tensor.maps, maps.count > 0
    else { return nil }
    let position = maps[selection.channel].position(
      row: selection.cell.row, column: selection.cell.column)
    if selection.showsOriginal(scene.session) {
      return "original\(position.sample) = \(Decimals.exact(Double(values[position])))"
    }
    let value = values[position]
    let shown = debugger.network.hasBatch(selection.reference) ? position.sample : position
    let stored = tensor.stored?[position] ?? value
    let real = stored.bitPattern == value.bitPattern ? "" : "\(Decimals.text(value, 5)): "
    let isAsked = scene.hides(selection.reference, position)
    let end = isAsked ? "?" : real + self.value(stored, at: position)
    let name = debugger.names.name(of: selection.reference)
    let cell = abbreviatedName(
      in: debugger.network, of: selection.node, "\(name)\(shown)",
      to: max(shortName, width - 5 - end.columns))
    return "\(cell) = \(end)"
  }

  /// `0.1234 ✓ of 26 numbers`, or `0.5 held`
  private func value(_ value: Float, at position: Position) -> String {
    let text = Decimals.text(value, 5)
    if HeldNumber(.cell(selection.reference, position), debugger) != nil { return "\(text) held" }
    let definition = debugger.inspector.definition(of: selection.reference, at: position)
    guard let definition else { return text }
    let isHidden = debugger.hiddenFault != nil
    let mark = Agreement(definition, stored: value, isHidden: isHidden).mark
    if let remark = debugger.inspector.remark(on: .cell(selection.reference, position)) {
      return "\(text) \(mark) \(remark)"
    }
    let count = definition.terms.count
    return "\(text) \(mark) of \(count) number\(count == 1 ? "" : "s")"
  }
}
