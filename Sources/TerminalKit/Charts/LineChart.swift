/// One curve of a chart.
public struct ChartSeries: Hashable, Sendable {
  /// One point of a curve.
  public struct Point: Hashable, Sendable {
    /// The position on the common axis.
    public let x: Double
    /// The value.
    public let y: Double

    /// A point at x and y.
    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// The name, for a legend.
  public let name: String
  /// The points from left to right.
  public let points: [Point]
  /// How it is drawn; nil is the color for its index among the curves.
  public var style: Style?
  /// The character at every point, instead of a line that joins them.
  public var marker: Unicode.Scalar?

  /// A curve through points.
  public init(_ name: String, points: [Point]) {
    self.name = name
    self.points = points
  }

  /// A curve over 0, 1, 2, …
  public init(_ name: String, values: some Sequence<Double>) {
    self.init(name, points: values.enumerated().map { Point(Double($0.offset), $0.element) })
  }
}

/// Curves over a common axis, such as the loss by steps.
///
/// Dots are braille where the screen has it, else half blocks, else `*` and, for further curves, `o
/// x +`. Values that are not finite (on a logarithmic axis, also those that are not positive) are
/// omitted and marked by `N` at the bottom.
public struct LineChart: Hashable, Sendable {
  /// The curves.
  public var series: [ChartSeries]
  /// Whether the vertical axis is logarithmic.
  public var isLogarithmic = false
  /// The range of the horizontal axis; nil fits it to the points.
  public var xRange: ClosedRange<Double>?
  /// The range of the vertical axis; nil fits it to the points.
  public var yRange: ClosedRange<Double>?
  /// The selected x, marked as a column.
  public var cursor: Double?
  /// Positions on the axis where something happened, each marked as a dotted column.
  public var events: [Double] = []

  /// A chart of curves, with ranges that fit them.
  public init(_ series: [ChartSeries], isLogarithmic: Bool = false, cursor: Double? = nil) {
    self.series = series
    self.isLogarithmic = isLogarithmic
    self.cursor = cursor
  }

  /// The layout of the chart in a rectangle: labels take the columns at the left and, from four
  /// rows on, the last row.
  public func layout(in rect: Rect) -> ChartLayout {
    var plot = rect
    let foot =
      rect.height >= 4 ? plot.takeBottom(1) : Rect(x: rect.x, y: rect.maxY, width: 0, height: 0)
    _ = plot.takeLeft(rect.width >= 16 ? ChartLayout.labelColumns + 1 : 0)
    return ChartLayout(
      plot: plot, foot: foot, isLogarithmic: isLogarithmic,
      x: Axis(xRange ?? fit(series.flatMap(\.points).map(\.x).filter(\.isFinite))),
      y: Axis((yRange ?? fit(shownHeights)).mapped(isLogarithmic ? binaryLogarithm : { $0 })))
  }

  /// Whether a point can be shown on this axis.
  package func canShow(_ point: ChartSeries.Point) -> Bool {
    point.x.isFinite && point.y.isFinite && (!isLogarithmic || point.y > 0)
  }

  private var shownHeights: [Double] { series.flatMap(\.points).filter(canShow).map(\.y) }

  private func fit(_ values: [Double]) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max() else {
      return isLogarithmic ? 0.1...1 : 0...1
    }
    if low < high { return low...high }
    let margin = max(low.magnitude / 2, isLogarithmic ? 0 : 0.5)
    return low - margin...high + margin
  }
}

/// The range of an axis, in values that are drawn linearly.
package struct Axis: Hashable, Sendable {
  package let low: Double
  package let high: Double

  init(_ range: ClosedRange<Double>) {
    low = range.lowerBound
    high = range.upperBound > range.lowerBound ? range.upperBound : range.lowerBound + 1
  }

  /// The index of the one of `count` equal parts that holds a value; nil outside.
  func index(of value: Double, among count: Int) -> Int? {
    let share = value / (high - low) - low / (high - low)
    guard count > 0, share >= -1e-9, share <= 1 + 1e-9 else { return nil }
    return min(count - 1, max(0, Int((share * Double(count - 1)).rounded())))
  }
}

extension ClosedRange<Double> {
  fileprivate func mapped(_ transform: (Double) -> Double) -> ClosedRange<Double> {
    let (low, high) = (transform(lowerBound), transform(upperBound))
    return low.isFinite && high.isFinite && low <= high ? low...high : 0...1
  }
}

/// The logarithm to base 2 of a positive number, accurate enough to place a dot (error below 1e−9).
package func binaryLogarithm(_ value: Double) -> Double {
  guard value > 0, value.isFinite else { return value == 0 ? -.infinity : .nan }
  let fraction = value.significand
  let ratio = (fraction - 1) / (fraction + 1)
  var power = ratio
  var sum = 0.0
  for odd in stride(from: 1.0, through: 31, by: 2) {
    sum += power / odd
    power *= ratio * ratio
  }
  return Double(value.exponent) + 2 * sum * 1.442_695_040_888_963_4
}

/// The layout of a chart on the screen.
public struct ChartLayout: Hashable, Sendable {
  /// The rectangle of the curves, without labels.
  public let plot: Rect
  let foot: Rect
  let isLogarithmic: Bool
  package let x: Axis
  package let y: Axis
  static let labelColumns = 7

  /// The x in the middle of a screen column.
  public func x(atColumn column: Int) -> Double {
    let share = Double(column - plot.x) / Double(max(1, plot.width - 1))
    return x.low + (x.high - x.low) * min(1, max(0, share))
  }

  /// The screen column of an x, or nil outside.
  public func column(ofX value: Double) -> Int? {
    x.index(of: value, among: plot.width).map { plot.x + $0 }
  }
}
