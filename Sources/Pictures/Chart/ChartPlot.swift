import TerminalKit

/// Where the numbers of a chart are in a picture.
struct ChartPlot {
  let x, y, width, height: Int
  private let chart: LineChart
  private let layout: ChartLayout

  init(_ chart: LineChart, x: Int, y: Int, width: Int, height: Int) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
    self.chart = chart
    layout = chart.layout(in: Rect(x: 0, y: 0, width: 100, height: 10))
  }

  /// The column of a number on the horizontal axis; nil outside.
  func x(of value: Double) -> Double? {
    share(value, layout.x).map { Double(x) + $0 * Double(width) }
  }

  /// The row of a number on the vertical axis; nil outside.
  func y(of value: Double) -> Double? {
    share(chart.isLogarithmic ? binaryLogarithm(value) : value, layout.y)
      .map { Double(y) + (1 - $0) * Double(height) }
  }

  private func share(_ value: Double, _ axis: Axis) -> Double? {
    let share = value / (axis.high - axis.low) - axis.low / (axis.high - axis.low)
    return share >= -1e-6 && share <= 1 + 1e-6 ? share : nil
  }

  /// The points of a curve, a list for every part without a gap.
  func lines(of curve: ChartSeries) -> [[Drawing.Point]] {
    var lines: [[Drawing.Point]] = [[]]
    for point in curve.points {
      if chart.canShow(point), let x = x(of: point.x), let y = y(of: point.y) {
        lines[lines.count - 1].append(Drawing.Point(x, y))
      } else {
        lines.append([])
      }
    }
    return lines.filter { !$0.isEmpty }
  }

  var horizontalTicks: [Double] {
    ChartTicks(from: layout.x.low, to: layout.x.high, about: 8, isWhole: true).values
  }

  var verticalTicks: [Double] {
    let (low, high) = (layout.y.low, layout.y.high)
    return chart.isLogarithmic
      ? ChartTicks(logarithmicFrom: binaryPower(low), to: binaryPower(high)).values
      : ChartTicks(from: low, to: high, about: max(2, height / 60)).values
  }
}
