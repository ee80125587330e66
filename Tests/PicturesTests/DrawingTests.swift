import Pictures
import TerminalKit
import Testing

@Suite("Drawings")
struct DrawingTests {
  private let red = PixelColor(255, 0, 0)

  @Test("Cells of one color become one rectangle, others are left out")
  func cells() throws {
    var cells = ColorGrid(columns: 3, rows: 2)
    for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] { cells[row, column] = red }
    var drawing = Drawing(width: 40, height: 30)
    drawing.add(cells, x: 5, y: 6, side: 10)
    #expect(
      drawing.svg().contains(
        """
        <g transform="translate(5 6)scale(10)" shape-rendering="crispEdges">
        <path fill="#f00" d="M0 0h2v2H0z"/>
        </g>
        """))
    let sheet = try drawing.pixels(magnify: 2)
    #expect((sheet.rows, sheet.columns) == (60, 80))
    #expect(sheet[12, 10] == red && sheet[51, 49] == red)
    #expect(sheet[11, 10] == .ground && sheet[12, 9] == .ground && sheet[12, 50] == .ground)
  }

  @Test("A picture stands on white where that is asked for, with dark text on it")
  func light() throws {
    let white = PixelColor(255, 255, 255)
    var drawing = Drawing(width: 40, height: 20, on: .light)
    drawing.write("1", x: 0, y: 0)
    let svg = drawing.svg()
    #expect(svg.contains("<rect width=\"40\" height=\"20\" fill=\"#fff\"/>"), "\(svg)")
    #expect(svg.contains("<g fill=\"#18181b\">"), "\(svg)")
    let sheet = try drawing.pixels()
    #expect(sheet[19, 39] == white)
    var canvas = Canvas(columns: 4, rows: 1)
    canvas.write("x", x: 0, y: 0)
    let screen = CanvasPicture(canvas, .full, Appearance(background: .light))
    #expect(screen.svg().contains("fill=\"#fff\"") && screen.svg().contains("#18181b"))
    #expect(try screen.pixels()[15, 31] == white)
  }

  @Test("A line covers the pixels that it crosses, and half of those at its edges")
  func lines() throws {
    var drawing = Drawing(width: 20, height: 9)
    drawing.join([.init(2, 4.5), .init(18, 4.5)], red, width: 2)
    let sheet = try drawing.pixels()
    #expect(sheet[4, 10] == red && sheet[2, 10] == .ground && sheet[6, 10] == .ground)
    let edge = sheet[3, 10]
    #expect(edge == sheet[5, 10] && edge != red && edge != .ground)
    #expect(drawing.svg().contains("points=\"2,4.5 18,4.5\""))
  }

  @Test("Text stands in columns of 8 units, and a wide character takes two")
  func text() throws {
    var drawing = Drawing(width: 80, height: 16)
    #expect(drawing.write("a漢b", x: 8, y: 0) == 40)
    let svg = drawing.svg()
    #expect(
      svg.contains(
        "<g fill=\"#d6d6d6\"><text x=\"8\" y=\"12\" textLength=\"32\">a漢b</text></g>"), "\(svg)")
    let sheet = try drawing.pixels()
    func isInked(_ columns: Range<Int>) -> Bool {
      (0..<16).contains { row in columns.contains { sheet[row, $0] != .ground } }
    }
    #expect(isInked(8..<16) && isInked(16..<32) && isInked(32..<40) && !isInked(40..<80))
  }
}

@Suite("Charts as pictures")
struct ChartPictureTests {
  private func svg(_ values: [Double], isLogarithmic: Bool = false) -> String {
    let chart = LineChart([ChartSeries("loss", values: values)], isLogarithmic: isLogarithmic)
    return ChartPicture(title: "t", axis: "step", [.init("loss", chart, height: 240)]).drawing.svg()
  }

  private func texts(_ svg: String) -> [String] {
    svg.split(separator: "<text").dropFirst().compactMap {
      $0.split(separator: ">").dropFirst().first?.split(separator: "<").first.map(String.init)
    }
  }

  @Test("Ticks are round numbers")
  func ticks() {
    #expect(
      texts(svg([0, 1, 2, 3]))
        == ["t", "loss", "loss", "0", "1", "2", "3", "0", "1", "2", "3", "step"])
    #expect(
      texts(svg((0...80).map { 0.3 + Double($0) * 0.01 })).dropFirst(3)
        == ["0.4", "0.6", "0.8", "1", "0", "10", "20", "30", "40", "50", "60", "70", "80", "step"])
    #expect(
      texts(svg([0.001, 10], isLogarithmic: true)).dropFirst(3)
        == ["0.001", "0.01", "0.1", "1", "10", "0", "1", "step"])
    #expect(
      texts(svg([1, 6], isLogarithmic: true)).dropFirst(3) == ["1", "2", "5", "0", "1", "step"])
  }

  @Test("A curve is one line, in parts where a number has no place on the axis")
  func gaps() {
    let svg = svg([2, 1, .nan, 1, 2])
    #expect(svg.split(separator: "<polyline").count == 3, "\(svg)")
    #expect(svg.contains("points=\"80,56 260,296\""), "\(svg)")
    #expect(svg.contains("points=\"620,296 800,56\""))
    #expect(texts(svg).contains("N"))
  }

  @Test("Numbers as large and small as there are have ticks, too", arguments: [1e-300, 1e300])
  func extremes(_ number: Double) {
    #expect(texts(svg([0, number])).count > 5)
    #expect(texts(svg([number, number * 1.5], isLogarithmic: true)).count > 4)
    #expect(texts(svg([-number, number])).count > 5)
    #expect(texts(svg([number])).count > 3)
  }
}
