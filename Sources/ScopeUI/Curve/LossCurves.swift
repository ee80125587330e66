import ScopeDebugger
import TerminalKit

/// The curves of a training, made ready for a chart of some width.
struct LossCurves {
  /// All steps on the way here and on.
  let points: [CurvePoint]
  private let debugger: Debugger
  /// The steps that are shown.
  let range: ClosedRange<Int>

  /// - Parameter span: how many steps are shown, around the cursor or up to the last; `nil` for all.
  init(_ debugger: Debugger, span: Int? = nil, cursor: Int? = nil) {
    self.debugger = debugger
    let all = debugger.history.curve + debugger.history.curveAhead
    let old = debugger.history.oldCurves.compactMap(\.last?.step)
    let last = max(all.last?.step ?? 0, old.max() ?? 0, 1)
    if let span, span < last {
      let middle = cursor ?? last
      let low = min(max(0, middle - span / 2), last - span)
      range = low...low + span
    } else {
      range = 0...last
    }
    let shown = range
    points = shown == 0...last ? all : all.filter { shown.contains($0.step) }
  }

  var axis: ClosedRange<Double> { Double(range.lowerBound)...Double(range.upperBound) }

  /// The losses: ways that were left in gray, every step, their mean, and the tests.
  ///
  /// - Parameter columns: how many columns the chart has.
  func losses(columns: Int) -> [ChartSeries] {
    let old = debugger.history.oldCurves.map { way in
      series("left", way.filter { range.contains($0.step) }, columns, .dim) { Double($0.loss) }
    }
    var raw = series("loss", points, columns, nil) { Double($0.loss) }
    raw.style = Style(foreground: .series(0), attributes: points.count > 20 ? .dim : [])
    let mean = ChartSeries(
      "mean", points: condensed(smoothed { Double($0.loss) }, columns),
      style: Style(foreground: .series(1)))
    let tests = marked("test", tests.map { ($0.step, Double($0.figures.loss)) })
    return old + [raw] + (points.count > 20 ? [mean] : []) + (tests.points.isEmpty ? [] : [tests])
  }

  /// The share of every step's batch that was right, their mean, and the tests; none without
  /// classes.
  func accuracies(columns: Int) -> [ChartSeries] {
    guard points.contains(where: { $0.accuracy != nil }) else { return [] }
    let mean = ChartSeries(
      "batch", points: condensed(smoothed { $0.accuracy.map(Double.init) ?? .nan }, columns),
      style: Style(foreground: .series(1)))
    let tests = marked("test", tests.map { ($0.step, Double($0.figures.accuracy)) })
    return [mean] + (tests.points.isEmpty ? [] : [tests])
  }

  private var tests: [(step: Int, figures: TestFigures)] {
    debugger.history.tests.filter { range.contains($0.step) }
  }

  private func series(
    _ name: String, _ points: [CurvePoint], _ columns: Int, _ style: Style?,
    _ value: (CurvePoint) -> Double
  ) -> ChartSeries {
    ChartSeries(
      name, points: condensed(points.map { .init(Double($0.step), value($0)) }, columns),
      style: style)
  }

  private func marked(_ name: String, _ values: [(Int, Double)]) -> ChartSeries {
    ChartSeries(
      name, points: values.map { .init(Double($0.0), $0.1) },
      style: Style(foreground: .series(2)).bold, marker: "■")
  }

  /// The mean of the steps before each, those long ago counting less: as many as a fortieth of all.
  func smoothed(_ value: (CurvePoint) -> Double) -> [ChartSeries.Point] {
    let window = Double(max(5, points.count / 40))
    var (sum, weight) = (0.0, 0.0)
    return points.map { point in
      let number = value(point)
      if number.isFinite {
        sum = sum * (1 - 1 / window) + number
        weight = weight * (1 - 1 / window) + 1
      }
      return .init(Double(point.step), number.isFinite ? sum / weight : number)
    }
  }

  /// At most a few points a column: the smallest and the largest of each, and what is no number.
  private func condensed(_ points: [ChartSeries.Point], _ columns: Int) -> [ChartSeries.Point] {
    let groups = max(1, columns * 2)
    guard points.count > groups * 3 else { return points }
    return (0..<groups).flatMap { group -> [ChartSeries.Point] in
      let part = points[group * points.count / groups..<(group + 1) * points.count / groups]
      guard let low = part.indices.min(by: { part[$0].y < part[$1].y }),
        let high = part.indices.max(by: { part[$0].y < part[$1].y })
      else { return [] }
      let odd = part.indices.first { !part[$0].y.isFinite }
      return Set([low, high, odd ?? low]).sorted().map { part[$0] }
    }
  }

  /// The point of the last known step that is not behind a step.
  func point(at step: Int) -> CurvePoint? {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].step <= step { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? points[low - 1] : points.first
  }
}

extension ChartSeries {
  init(_ name: String, points: [Point], style: Style?, marker: Unicode.Scalar? = nil) {
    self.init(name, points: points)
    (self.style, self.marker) = (style, marker)
  }
}
