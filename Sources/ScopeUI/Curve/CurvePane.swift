import CNNEngine
import CNNModel
import ModelFiles
import NumberText
import ScopeDebugger
import TerminalKit

/// The training as curves: loss and accuracy of every step, what the tests found, where settings
/// were changed, and what was done before they were.
struct CurvePane {
  private let scene: Scene
  private let debugger: Debugger
  private let curves: LossCurves

  init(_ scene: Scene) {
    self.scene = scene
    debugger = scene.session.debugger
    curves = LossCurves(debugger, span: scene.curve.span, cursor: scene.curve.cursor)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    ViewHeading(title: "CURVE", rest: heading).draw(&canvas, rest.takeTop(1))
    let foot = rest.takeBottom(min(rest.height, status.count))
    for (row, line) in status.prefix(foot.height).enumerated() {
      canvas.write(line, x: foot.x + 1, y: foot.y + row, limit: foot.width - 2)
    }
    guard !curves.points.isEmpty else { return drawAbsence(&canvas, rest) }
    drawReading(&canvas, rest.takeTop(1))
    let accuracies = curves.accuracies(columns: rest.width)
    let low =
      accuracies.isEmpty ? Rect(x: 0, y: 0, width: 0, height: 0) : rest.takeBottom(rest.height / 3)
    drawChart(curves.losses(columns: rest.width), &canvas, rest)
    guard low.height > 2 else { return }
    drawAccuracies(accuracies, &canvas, low)
  }

  private var heading: String {
    let shown = "steps \(curves.range.lowerBound) to \(curves.range.upperBound)"
    return "loss of \(shown)\(scene.curve.isLogarithmic ? ", logarithmic" : "")"
  }

  /// Why there is no curve.
  var absence: String {
    debugger.withoutTarget
      ?? (debugger.setup.dataLoader == nil
        ? "no step was done yet; data digits chooses something to train on, t trains"
        : "no step was done yet; t trains")
  }

  private func drawAbsence(_ canvas: inout Canvas, _ rect: Rect) {
    for (row, line) in wrapped(absence, to: rect.width - 2).prefix(rect.height).enumerated() {
      canvas.write(line, x: rect.x + 1, y: rect.y + 1 + row, .dim)
    }
  }

  private func drawChart(_ series: [ChartSeries], _ canvas: inout Canvas, _ rect: Rect) {
    var chart = LineChart(series, isLogarithmic: scene.curve.isLogarithmic)
    chart.xRange = curves.axis
    chart.events = debugger.history.changes.map { Double($0.step) }
    chart.cursor = scene.curve.cursor.map(Double.init)
    let layout = chart.draw(into: &canvas, in: rect, scene.capabilities)
    drawPlace(&canvas, layout)
  }

  /// ▼ above the step where the debugger stands.
  private func drawPlace(_ canvas: inout Canvas, _ layout: ChartLayout) {
    guard let column = layout.column(ofX: Double(debugger.step)) else { return }
    canvas[column, layout.plot.y] = Cell("▼", .accent)
  }

  private func drawAccuracies(_ series: [ChartSeries], _ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let line = rest.takeTop(1)
    canvas.horizontalLine(x: line.x, y: line.y, length: line.width)
    let end = canvas.write(" accuracy", x: line.x, y: line.y, .heading)
    canvas.write(" ─ batches", x: end, y: line.y, Style(foreground: .series(1)))
    canvas.write(" ■ test ", x: end + 10, y: line.y, Style(foreground: .series(2)).bold)
    var chart = LineChart(series)
    chart.xRange = curves.axis
    chart.yRange = 0...1
    chart.cursor = scene.curve.cursor.map(Double.init)
    chart.draw(into: &canvas, in: rest, scene.capabilities)
  }

  private func drawReading(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.write(
      reading.joined(separator: "  "), x: rect.x + 1, y: rect.y,
      limit: rect.width - 2, scene.curve.cursor == nil ? .plain : .accent)
  }

  /// The step under the cursor, or the last one, in numbers.
  var reading: [String] {
    guard let point = curves.point(at: scene.curve.cursor ?? debugger.step) else { return [] }
    var words = ["step \(point.step)", "loss \(Decimals.text(point.loss, 5))"]
    let mean = curves.smoothed { Double($0.loss) }.first { $0.x == Double(point.step) }
    if let mean { words.append("mean \(Decimals.text(mean.y, 4))") }
    if let accuracy = point.accuracy {
      words.append("accuracy \(Decimals.percent(Double(accuracy), 3))")
    }
    if let test = debugger.history.tests.last(where: { $0.step <= point.step }) {
      words.append(
        "test \(Decimals.text(test.figures.loss, 4)) \(Decimals.percent(Double(test.figures.accuracy), 3))"
      )
    }
    if let change = debugger.history.changes.last(where: { $0.step <= point.step }) {
      words.append("┊\(change.step) \(change.text)")
    }
    return words
  }

  /// Where the training is, how fast it goes, and with which settings.
  var status: [String] {
    let session = scene.session
    var place: [String] = []
    if let epoch = debugger.epoch {
      place.append("epoch \(epoch.number + 1) of \(max(session.epochs, epoch.number + 1))")
      place.append("step \(epoch.step + 1) of \(epoch.steps)")
    }
    if session.isTraining { place += scene.shared.pace.words(stepsLeft: session.stepsLeft) }
    if let progress = session.evaluationProgress {
      place.append("testing \(progress.done) of \(progress.total)")
    }
    let history = debugger.history.memory
    place.append(
      "history \(ByteCount(history.bytes).rounded) of \(ByteCount(history.budget).rounded)")
    var words = [debugger.setup.optimizer, debugger.setup.source.words]
    if debugger.setup.schedule != "constant" {
      words.append("\(debugger.setup.schedule), rate \(Decimals.text(debugger.rate, 3))")
    }
    return [place.joined(separator: " ∙ "), words.joined(separator: " ∙ ")]
  }
}

/// The first line of a view that has the room of the panes.
struct ViewHeading {
  let title: String
  let rest: String

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    let column = canvas.write("[\(title)]", x: rect.x, y: rect.y, limit: rect.width, .title)
    canvas.write(" \(rest) ", x: column, y: rect.y, limit: max(0, rect.maxX - column))
  }
}
