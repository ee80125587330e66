import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The probabilities of the classes, beside the output of the network.
struct ClassBars {
  private let probabilities: [Float]
  private let label: Int?
  private let title: String
  private let names: ClassNames?
  /// The probabilities before the last edit.
  private let old: [Float]?

  /// - Returns: `nil` when the selected tensor is not the output, or there are no probabilities.
  init?(_ scene: Scene) {
    let debugger = scene.session.debugger
    guard scene.selection.reference == TensorReference(debugger.network.output.node, .activation),
      let probabilities = debugger.probabilities
    else { return nil }
    self.probabilities = probabilities
    old = scene.session.editTrace?.oldProbabilities
    label = debugger.selectedSample.label
    title = debugger.network.classOutput.probabilityTitle
    names = debugger.network.classNames
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.write(title, x: rect.x, y: rect.y, limit: rect.width, .heading)
    let start = title.columns + 2
    guard !probabilities.contains(where: \.isNaN) else {
      canvas.write(
        "NaN: no class", x: rect.x + start, y: rect.y, limit: rect.width - start, .error)
      return
    }
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    let verdict = label.map { $0 == best ? " ✓" : ", not \(names.title(of: $0)) ✗" } ?? ""
    let style: Style = label == best ? .good : .warning
    let said = "\(earlier)\(names.title(of: best))"
    // The bar of the right class is marked, so that its name may go.
    let mark = label.map { $0 == best ? " ✓" : " ✗" } ?? ""
    let forms = ["says \(said)\(verdict)", old == nil ? "\(best)\(verdict)" : "\(said)\(mark)"]
    let answer = start + forms[0].columns <= rect.width ? forms[0] : forms[1]
    canvas.write(answer, x: rect.x + start, y: rect.y, limit: rect.width - start, style)
    let shown = order(rows: rect.height - 1)
    let bars = shown.map {
      BarChart.Bar(label(of: $0, width: rect.width / 2), Double(probabilities[$0]))
    }
    let chart = BarChart(bars, highlighted: label.flatMap { shown.firstIndex(of: $0) })
    chart.draw(
      into: &canvas,
      in: Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1))
  }

  /// `3 → ` for the class that it said before the last edit, where there was one.
  private var earlier: String {
    guard let old else { return "" }
    return "\(names.title(of: old.indices.max { old[$0] < old[$1] } ?? 0)) → "
  }

  /// The columns of an old probability.
  private static let oldWidth = 6

  /// A class, with its probability before the last edit, for which a long name gives way.
  private func label(of index: Int, width: Int) -> String {
    guard let old else { return names.title(of: index) }
    let number = Decimals.fitting(Double(old[index]), significant: 3, width: Self.oldWidth)
    let room = width - Self.oldWidth - 3
    // Of a name less than a few letters says nothing beside the number of the class.
    let title = room < 6 ? "\(index)" : truncated(names.title(of: index), to: room)
    return "\(title) \(number.leftPadded(to: Self.oldWidth)) →"
  }

  /// All classes in order where they fit, or else the likeliest first.
  private func order(rows: Int) -> [Int] {
    guard probabilities.count > rows else { return Array(probabilities.indices) }
    return probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }
  }
}
