import TerminalKit
import Testing

@Suite("Heatmaps") struct HeatmapTests {
  private static let ramp = Heatmap(rows: 2, columns: 5, scale: .diverging(limit: 1)) {
    row, column in
    row == 0 ? Float(column) / 4 : -Float(column) / 4
  }

  @Test("A monochrome map is a ramp of magnitudes")
  func aMonochromeMapIsARampOfMagnitudes() {
    var map = Self.ramp
    map.zoom = 1
    var canvas = Canvas(columns: 7, rows: 3, filledWith: Cell("x"))
    map.draw(into: &canvas, in: canvas.bounds, .monochrome)
    #expect(
      canvas.text == """
         :+#@xx
         :+#@xx
        xxxxxxx
        """)
    #expect(canvas.styleText == "1:1-4 plain underline")
  }

  @Test("Negative numbers have a sign where there is room")
  func negativeNumbersHaveASignWhereThereIsRoom() {
    var canvas = Canvas(columns: 10, rows: 2, filledWith: Cell("x"))
    var map = Self.ramp
    map.cursor = CellPosition(row: 0, column: 4)
    map.draw(into: &canvas, in: canvas.bounds, .plain)
    #expect(
      canvas.text == """
          ::++##@@
          -:-+-#-@
        """)
    #expect(
      canvas.styleText == """
        0:8-9 cursor
        1:2-9 plain underline
        """)
  }

  @Test("In color two rows share a screen row")
  func inColorTwoRowsShareAScreenRow() {
    var map = Self.ramp
    map.zoom = 1
    map.cursor = CellPosition(row: 1, column: 1)
    var canvas = Canvas(columns: 6, rows: 2, filledWith: Cell("x"))
    map.draw(into: &canvas, in: canvas.bounds, .indexed)
    #expect(canvas.text == "▀▀▀▀▀x\nxxxxxx")
    #expect(
      canvas.styleText == """
        0:0-0 plain fg=div+0 bg=div+0
        0:1-1 plain fg=div+32 bg=cursor
        0:2-2 plain fg=div+64 bg=div-64
        0:3-3 plain fg=div+95 bg=div-95
        0:4-4 plain fg=div+127 bg=div-127
        """)
  }

  @Test("NaN and infinities have glyphs of their own")
  func whatIsNoNumberHasItsGlyph() {
    let values: [Float] = [.nan, .infinity, -.infinity, 5, -5, 0.5, 0.5, 0.5, 0.5, 0.5]
    var map = Heatmap(rows: 2, columns: 5, values: values, scale: .sequential(low: 0, high: 1))
    map.zoom = 1
    var canvas = Canvas(columns: 5, rows: 1)
    map.draw(into: &canvas, in: canvas.bounds, .indexed)
    #expect(canvas.text == "N▲▼›‹")
    canvas = Canvas(columns: 5, rows: 2)
    map.draw(into: &canvas, in: canvas.bounds, .plain)
    #expect(canvas.text == "N▲▼›‹\n+++++")
  }

  @Test("Large cells keep their color under the cursor")
  func largeCellsKeepTheirColorUnderTheCursor() {
    var map = Self.ramp
    map.zoom = 2
    map.cursor = CellPosition(row: 0, column: 1)
    map.focus = CellRegion(rows: 0..<1, columns: 0..<2)
    var canvas = Canvas(columns: 10, rows: 1)
    map.draw(into: &canvas, in: canvas.bounds, .indexed)
    #expect(canvas.text == "  []")
    #expect(
      canvas.styleText == """
        0:0-1 plain bg=div+0
        0:2-3 plain fg=cursor bg=div+32 bold
        0:4-5 plain bg=gray116
        0:6-7 plain bg=gray162
        0:8-9 plain bg=gray210
        """)
  }

  @Test("Colors without blocks have the ramp too")
  func colorsWithoutBlocksHaveTheRampToo() {
    var map = Self.ramp
    map.zoom = 1
    var canvas = Canvas(columns: 5, rows: 2)
    map.draw(into: &canvas, in: canvas.bounds, Capabilities(depth: .eight, glyphs: .ascii))
    #expect(canvas.text == " :+#@\n :+#@")
    #expect(canvas[4, 1].style == Style(background: .diverging(-127)))
  }

  @Test("Padding is not heat")
  func paddingIsNoHeat() {
    var map = Heatmap(rows: 3, columns: 3, scale: .sequential(low: 0, high: 1)) { _, _ in 1 }
    map.content = CellRegion(rows: 1..<3, columns: 1..<3)
    map.zoom = 1
    var canvas = Canvas(columns: 3, rows: 3)
    map.draw(into: &canvas, in: canvas.bounds, .plain)
    #expect(canvas.text == "···\n·@@\n·@@")
    canvas = Canvas(columns: 3, rows: 2)
    map.draw(into: &canvas, in: canvas.bounds, .indexed)
    #expect(canvas.text == "·▄▄\n·▀▀")
    #expect(canvas[1, 0].style == Style(foreground: .sequential(255)))
    #expect(canvas[0, 0].style == .padding)
  }

  @Test("A large map scrolls to the cursor or shrinks")
  func aLargeMapScrollsToTheCursorOrShrinks() {
    var map = Heatmap(rows: 9, columns: 9, scale: .sequential(low: 0, high: 9)) { row, column in
      row == 4 && column == 4 ? -9 : Float(column)
    }
    let room = Rect(x: 0, y: 0, width: 3, height: 3)
    map.cursor = CellPosition(row: 8, column: 5)
    #expect(map.layout(in: room, .plain).origin == CellPosition(row: 6, column: 3))
    map.overflow = .shrink
    let layout = map.layout(in: room, .plain)
    #expect(layout.block == 3)
    #expect(layout.cell(atX: 1, y: 1) == CellPosition(row: 3, column: 3))
    var canvas = Canvas(columns: 3, rows: 3)
    map.cursor = nil
    map.draw(into: &canvas, in: room, .plain)
    #expect(canvas.text == ":+%\n:‹%\n:+%")
  }

  @Test(
    "Cells and screen positions are inverse", arguments: [Capabilities.plain, .indexed],
    [1, 2, 3, 4])
  func cellsAndScreenPositionsAreInverse(capabilities: Capabilities, zoom: Int) {
    var map = Heatmap(rows: 7, columns: 6, scale: .diverging(limit: 1)) { _, _ in 0 }
    map.zoom = zoom
    let layout = map.layout(in: Rect(x: 3, y: 2, width: 40, height: 40), capabilities)
    for row in 0..<7 {
      for column in 0..<6 {
        let cell = CellPosition(row: row, column: column)
        guard let place = layout.rect(of: cell) else {
          Issue.record("\(cell) is not shown")
          continue
        }
        let found = layout.cell(atX: place.maxX - 1, y: place.maxY - 1)
        #expect(found == cell || layout.cell(atX: place.x, y: place.y)?.row == row - row % 2)
      }
    }
    #expect(layout.cell(atX: 2, y: 2) == nil)
  }

  @Test("Heatmaps draw into any space", arguments: [0, 1, 24]) func anyRoomWillDo(side: Int) {
    var canvas = Canvas(columns: side, rows: side)
    Self.ramp.draw(into: &canvas, in: canvas.bounds, .full)
    Heatmap(rows: 0, columns: 0, values: [], scale: .init(fitting: []))
      .draw(into: &canvas, in: canvas.bounds, .full)
    HeatScale.diverging(limit: 2).drawLegend(into: &canvas, x: 0, y: 0, width: side, .full)
  }

  @Test("The legend has its numbers")
  func theLegendHasItsNumbers() {
    var canvas = Canvas(columns: 24, rows: 1, filledWith: Cell("x"))
    HeatScale.diverging(limit: 2.4).drawLegend(into: &canvas, x: 0, y: 0, width: 20, .plain)
    #expect(canvas.text == "-2.4 @#+-. .-+#@ 2.4xxxx")
    #expect(HeatScale(fitting: [0, 3, .nan]) == .sequential(low: 0, high: 3))
    #expect(HeatScale(fitting: [-1, 3, .infinity]) == .diverging(limit: 3))
  }
}
