import NumberText
import ScopeDebugger

/// The curves of a training in words.
struct CurveWords {
  private let scene: Scene
  private let pane: CurvePane
  private let curves: LossCurves

  init(_ scene: Scene) {
    (self.scene, pane) = (scene, CurvePane(scene))
    curves = LossCurves(
      scene.session.debugger, span: scene.curve.span, cursor: scene.curve.cursor)
  }

  /// How the loss went, and the step under the cursor, or the last one.
  var summary: [String] {
    guard let first = curves.points.first, let last = curves.points.last else {
      return ["loss curve: \(pane.absence)"]
    }
    guard first.step < last.step else { return ["loss curve: loss \(text(last))"] + reading }
    let way = "from \(text(first)) to \(text(last))"
    let low = curves.points.filter(\.loss.isFinite).min { $0.loss < $1.loss }
    let lowest = low.map { ", smallest \(text($0))" } ?? ""
    return ["loss curve of \(curves.points.count) steps: \(way)\(lowest)"] + reading
  }

  private func text(_ point: CurvePoint) -> String {
    "\(Decimals.text(point.loss, 4)) at step \(point.step)"
  }

  /// The step under the cursor, or else the last one: loss, accuracy, the last test.
  var reading: [String] {
    let words = pane.reading.joined(separator: ", ")
    return words.isEmpty ? [] : [(scene.curve.cursor == nil ? "here: " : "cursor: ") + words]
  }

  /// Every test, every changed setting, and the settings now.
  var details: [String] {
    let history = scene.session.debugger.history
    let tests = history.tests.map { test in
      "tested after step \(test.step): loss \(Decimals.text(test.figures.loss, 4)), "
        + "accuracy \(Decimals.percent(Double(test.figures.accuracy), 3))"
    }
    let changes = history.changes.map { "changed at step \($0.step): \($0.text)" }
    return tests + changes + pane.status
  }
}

extension CurveView {
  func summary(_ scene: Scene) -> [String]? { CurveWords(scene).summary }
  func details(_ scene: Scene) -> [String] { CurveWords(scene).details }
}
