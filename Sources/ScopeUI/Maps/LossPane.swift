import NumberText
import ScopeDebugger
import TerminalKit

/// The loss of every step, what the tests found, and what was done before settings were changed.
struct LossPane {
  private let session: Session
  private let curve: CurveState
  private let isFocused: Bool
  private let capabilities: Capabilities

  init(_ scene: Scene) {
    (session, capabilities) = (scene.session, scene.capabilities)
    (curve, isFocused) = (scene.curve, scene.selection.pane == .loss)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    let curves = LossCurves(session.debugger)
    let shown = (isFocused ? curve.cursor : nil) ?? session.debugger.step
    let point = curves.point(at: shown)
    PaneHeading(pane: .loss, isFocused: isFocused, rest: heading(point)).draw(&canvas, rect)
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    guard !curves.points.isEmpty else {
      let reason = session.debugger.withoutTarget ?? "no loss yet"
      for (row, line) in wrapped(reason, to: rect.width - 2).prefix(inside.height).enumerated() {
        canvas.write(line, x: rect.x + 1, y: inside.y + row, limit: rect.width - 2, .dim)
      }
      return
    }
    drawChart(curves, &canvas, inside)
  }

  /// `12: 0.4123 91%`, the test in its place where there was one.
  private func heading(_ point: CurvePoint?) -> String {
    guard let point else { return "" }
    var words = isFocused && curve.cursor != nil ? ["\(point.step):"] : []
    words.append(Decimals.text(point.loss, 4))
    if let accuracy = point.accuracy, session.debugger.batchSize > 1 {
      words.append(Decimals.percent(Double(accuracy), 3))
    }
    if let test = session.debugger.history.tests.last(where: { $0.step <= point.step }) {
      words.append("test \(Decimals.percent(Double(test.figures.accuracy), 3))")
    }
    return words.joined(separator: " ")
  }

  private func drawChart(_ curves: LossCurves, _ canvas: inout Canvas, _ rect: Rect) {
    var chart = LineChart(curves.losses(columns: rect.width), isLogarithmic: curve.isLogarithmic)
    chart.xRange = curves.axis
    chart.events = session.debugger.history.changes.map { Double($0.step) }
    if isFocused { chart.cursor = curve.cursor.map(Double.init) }
    // One value alone has no range of its own.
    let losses = curves.points.map(\.loss)
    if Set(losses).count == 1, losses[0].isFinite, losses[0] > 0 {
      chart.yRange = 0...2 * Double(losses[0])
    }
    chart.draw(into: &canvas, in: rect, capabilities)
  }
}

extension LossPane {
  /// The step at a column of the chart; `nil` without one.
  func step(atColumn column: Int, in rect: Rect) -> Int? {
    let curves = LossCurves(session.debugger)
    guard !curves.points.isEmpty else { return nil }
    var chart = LineChart([])
    chart.xRange = curves.axis
    return Int(chart.layout(in: rect).x(atColumn: column).rounded())
  }
}
