import NumberText
import Pictures
import ScopeDebugger
import TerminalKit

/// The curves of a training as a picture: loss, and where there are classes accuracy, of every step,
/// with the tests and the changes of settings.
struct CurvePicture {
  private let debugger: Debugger
  private let curves: LossCurves
  private let isLogarithmic: Bool

  /// - Throws: ``UserError`` where no step was done.
  init(_ debugger: Debugger, _ state: CurveState) throws(UserError) {
    self.debugger = debugger
    curves = LossCurves(debugger, span: state.span, cursor: state.cursor)
    isLogarithmic = state.isLogarithmic
    if curves.points.isEmpty { throw UserError("there is no loss yet; run makes a step") }
  }

  /// Which steps it shows, in words.
  var range: String { "steps \(curves.range.lowerBound) to \(curves.range.upperBound)" }

  func drawing(_ appearance: Appearance) -> Drawing {
    ChartPicture(title: title, axis: "step", panels, appearance).drawing
  }

  private var title: String {
    "\(debugger.network.title): \(debugger.setup.optimizer), \(debugger.setup.source.words)"
  }

  private var panels: [ChartPicture.Panel] {
    let width = ChartPicture.plotWidth
    var loss = LineChart(
      curves.losses(columns: width).map { named($0, Self.lossNames) },
      isLogarithmic: isLogarithmic)
    loss.xRange = curves.axis
    loss.events = events
    let name = isLogarithmic ? "loss (logarithmic)" : "loss"
    let upper = ChartPicture.Panel(name, loss, height: 280, events: "settings changed")
    let shares = curves.accuracies(columns: width)
    guard !shares.isEmpty else { return [upper] }
    var accuracy = LineChart(shares.map { named($0, ["batch": "mean of batches"]) })
    accuracy.xRange = curves.axis
    accuracy.yRange = 0...1
    accuracy.events = events
    return [upper, ChartPicture.Panel("accuracy", accuracy, height: 140)]
  }

  private var events: [Double] {
    debugger.history.changes.map { Double($0.step) }.filter { curves.axis.contains($0) }
  }

  private static let lossNames = [
    "loss": "every batch", "mean": "mean of batches", "left": "steps that were left",
  ]

  private func named(_ curve: ChartSeries, _ names: [String: String]) -> ChartSeries {
    ChartSeries(
      names[curve.name] ?? curve.name, points: curve.points, style: curve.style,
      marker: curve.marker)
  }
}
