import NumberText
import TerminalKit

/// Charts below each other over one axis, as a picture with axes, ticks and a legend.
package struct ChartPicture: Sendable {
  /// One of the charts.
  package struct Panel: Sendable {
    let name: String
    let chart: LineChart
    let height: Int
    /// What the dotted columns of events stand for; nil for nothing.
    let events: String?

    /// - Parameters:
    ///   - name: what the vertical axis shows.
    ///   - chart: the curves; the names of the series are those of the legend.
    ///   - height: that of the plot, in units.
    package init(_ name: String, _ chart: LineChart, height: Int, events: String? = nil) {
      (self.name, self.chart, self.height, self.events) = (name, chart, height, events)
    }
  }

  /// The width of a plot, in units.
  package static let plotWidth = 720
  private static let left = 80

  private let title: String
  private let axis: String
  private let panels: [Panel]
  private let palette: Palette
  private let paper: Paper

  /// - Parameters:
  ///   - title: the line at the top.
  ///   - axis: what the horizontal axis counts.
  package init(
    title: String, axis: String, _ panels: [Panel], _ appearance: Appearance = .init()
  ) {
    (self.title, self.axis, self.panels) = (title, axis, panels)
    palette = Palette(.truecolor, appearance)
    paper = Paper(appearance.background)
  }

  /// The picture.
  package var drawing: Drawing {
    let line = Drawing.line
    let height = panels.reduce(line * 7 / 2) { $0 + $1.height + 3 * line }
    var drawing = Drawing(
      width: Self.left + Self.plotWidth + 3 * line, height: height, on: paper)
    drawing.write(title, x: line, y: line / 2, isBold: true)
    var top = 2 * line
    for panel in panels {
      writeLegend(panel, y: top, &drawing)
      let plot = ChartPlot(
        panel.chart, x: Self.left, y: top + line * 3 / 2, width: Self.plotWidth,
        height: panel.height)
      draw(panel.chart, plot, &drawing)
      top = plot.y + plot.height + line * 3 / 2
    }
    drawing.write(
      axis, x: Self.left + Self.plotWidth - axis.columns * Drawing.character, y: top)
    return drawing
  }

  /// The name of the axis, and the curves with what they are called.
  private func writeLegend(_ panel: Panel, y: Int, _ drawing: inout Drawing) {
    let gap = 2 * Drawing.character
    var x = drawing.write(panel.name, x: Self.left, y: y, isBold: true) + gap
    var named: Set<String> = []
    for (index, curve) in panel.chart.series.enumerated() where named.insert(curve.name).inserted {
      let color = color(of: curve, index)
      if curve.marker == nil {
        drawing.fill(x: x, y: y + 7, width: 24, height: 2, color)
        x += 24
      } else {
        drawing.fill(x: x, y: y + 5, width: 7, height: 7, color)
        x += Drawing.character
      }
      x = drawing.write(curve.name, x: x + Drawing.character, y: y) + gap
    }
    guard let events = panel.events, !panel.chart.events.isEmpty else { return }
    for dash in 0..<3 { drawing.fill(x: x, y: y + 2 + dash * 5, width: 1, height: 3, eventColor) }
    drawing.write(events, x: x + Drawing.character, y: y)
  }

  private var eventColor: PixelColor { color(of: Style(.padding)) }
  private var faint: PixelColor { color(of: .dim) }

  private func color(of style: Style) -> PixelColor {
    PixelColor.pair(palette.resolve(style), on: paper).ink
  }

  private func color(of curve: ChartSeries, _ index: Int) -> PixelColor {
    color(of: curve.style ?? Style(foreground: .series(UInt8(index % 256))))
  }
}

/// What is drawn in a plot.
extension ChartPicture {
  private func draw(_ chart: LineChart, _ plot: ChartPlot, _ drawing: inout Drawing) {
    drawAxes(plot, &drawing)
    for event in chart.events {
      guard let x = plot.x(of: event) else { continue }
      for y in stride(from: plot.y, to: plot.y + plot.height, by: 6) {
        drawing.fill(x: Int(x), y: y, width: 1, height: 3, eventColor)
      }
    }
    for (index, curve) in chart.series.enumerated() {
      let color = color(of: curve, index)
      if curve.marker == nil {
        for points in plot.lines(of: curve) { drawing.join(points, color) }
      } else {
        for point in plot.lines(of: curve).joined() {
          drawing.fill(x: Int(point.x) - 3, y: Int(point.y) - 3, width: 7, height: 7, color)
        }
      }
    }
    drawOdd(chart, plot, &drawing)
  }

  /// N at the bottom, below what is no number or has no place on the axis.
  private func drawOdd(_ chart: LineChart, _ plot: ChartPlot, _ drawing: inout Drawing) {
    for point in chart.series.flatMap(\.points) where !chart.canShow(point) {
      guard let x = plot.x(of: point.x) else { continue }
      drawing.write(
        "N", x: Int(x) - 4, y: plot.y + plot.height - Drawing.line, color(of: .error), isBold: true)
    }
  }

  /// Faint lines at round numbers, with the numbers beside and below them.
  private func drawAxes(_ plot: ChartPlot, _ drawing: inout Drawing) {
    let grid = paper.text.covering(paper.ground, 40)
    for value in plot.verticalTicks {
      guard let y = plot.y(of: value) else { continue }
      drawing.fill(x: plot.x, y: Int(y), width: plot.width, height: 1, grid)
      let label = Decimals.exact(Double(Float(value)))
      drawing.write(
        label, x: plot.x - (label.columns + 1) * Drawing.character, y: Int(y) - 8, faint)
    }
    for value in plot.horizontalTicks {
      guard let x = plot.x(of: value) else { continue }
      drawing.fill(x: Int(x), y: plot.y, width: 1, height: plot.height, grid)
      let label = Decimals.exact(Double(Float(value)))
      drawing.write(
        label, x: Int(x) - label.columns * Drawing.character / 2, y: plot.y + plot.height + 4,
        faint)
    }
    drawing.fill(x: plot.x, y: plot.y, width: 1, height: plot.height, faint)
    drawing.fill(x: plot.x, y: plot.y + plot.height, width: plot.width, height: 1, faint)
  }
}
