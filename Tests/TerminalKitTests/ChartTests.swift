import TerminalKit
import Testing

@Suite("Charts") struct ChartTests {
  private static let slope = LineChart([ChartSeries("loss", values: [4, 3, 2, 1, 0])])

  @Test("A curve in ASCII")
  func asciiCurve() {
    var canvas = Canvas(columns: 16, rows: 6, filledWith: Cell("x"))
    canvas.fill(canvas.bounds)
    Self.slope.draw(into: &canvas, in: canvas.bounds, .plain)
    #expect(
      canvas.text == """
              4 *
                 **
              2    **
                     *
              0       **
                0      4
        """)
  }

  @Test("A curve in braille")
  func brailleCurve() {
    var canvas = Canvas(columns: 4, rows: 2)
    Self.slope.draw(into: &canvas, in: canvas.bounds, .full)
    #expect(canvas.text == "⠑⢄⡀\n  ⠘⢄")
    #expect(canvas.styleText.hasPrefix("0:0-2 plain fg=series0"))
  }

  @Test("NaN is marked")
  func whatIsNoNumberIsMarked() {
    var chart = LineChart([ChartSeries("loss", values: [1, .nan, 1, -1, 1])], cursor: 4)
    chart.isLogarithmic = true
    var canvas = Canvas(columns: 5, rows: 2)
    chart.draw(into: &canvas, in: canvas.bounds, .plain)
    let columns = (0..<5).filter { canvas[$0, 1].character == "N" }
    #expect(columns == [1, 3])
  }

  @Test("The logarithmic middle is the geometric mean")
  func theLogarithmicMiddleIsTheGeometricMean() {
    let chart = LineChart(
      [ChartSeries("loss", values: [0.01, 1])], isLogarithmic: true)
    var canvas = Canvas(columns: 20, rows: 8)
    chart.draw(into: &canvas, in: canvas.bounds, .plain)
    let labels = (0..<8).map { canvas.line($0).prefix(8).filter { $0 != " " && $0 != "*" } }
    #expect(labels.contains("0.100"))
  }

  @Test("Columns and values are inverse")
  func columnsAndValuesAreInverse() {
    let layout = Self.slope.layout(in: Rect(x: 2, y: 1, width: 30, height: 8))
    for x in [0.0, 1, 2, 3, 4] {
      let column = layout.column(ofX: x) ?? -1
      #expect(abs(layout.x(atColumn: column) - x) <= 4.0 / 22)
    }
    #expect(layout.column(ofX: 5) == nil)
  }

  @Test("Charts draw into any space", arguments: [0, 1, 3]) func anyRoomWillDo(side: Int) {
    var canvas = Canvas(columns: side, rows: side)
    Self.slope.draw(into: &canvas, in: canvas.bounds, .full)
    LineChart([]).draw(into: &canvas, in: canvas.bounds, .full)
    BarChart([.init("a", 0.5)]).draw(into: &canvas, in: canvas.bounds)
  }

  @Test("Bars are as long as their fractions")
  func barsAreAsLongAsTheirShares() {
    var canvas = Canvas(columns: 20, rows: 3, filledWith: Cell("x"))
    canvas.fill(canvas.bounds)
    BarChart([.init("3", 1), .init("8", 0.25), .init("bad", .nan)], highlighted: 0)
      .draw(into: &canvas, in: canvas.bounds)
    #expect(
      canvas.text == """
        ▶  3 ████████      1
           8 ██        0.250
         bad             NaN
        """)
  }

  @Test("Sparklines join by the largest")
  func sparklinesJoinByTheLargest() {
    #expect(sparkline([0, 1, 2, 4, 8], columns: 5, .full) == " ▁▂▄█")
    #expect(sparkline([0, 8, 0, 0, .nan, 1], columns: 3, .ascii) == "# N")
    #expect(sparkline([1], columns: 0, .full) == "")
    #expect(histogram(of: [0, 0.5, 1, 2, .nan], bins: 2, in: 0...1) == [1, 2])
  }
}
