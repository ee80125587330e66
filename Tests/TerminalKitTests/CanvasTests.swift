import TerminalKit
import Testing

@Suite("Canvases") struct CanvasTests {
  @Test(
    "Every write is clipped",
    arguments: [
      Size(columns: 0, rows: 0), Size(columns: 1, rows: 1), Size(columns: 80, rows: 24),
    ])
  func everyWriteIsClipped(size: Size) {
    var canvas = Canvas(size, filledWith: Cell("x"))
    canvas.write("日本 words", x: -3, y: 0)
    canvas.write("words", x: size.columns - 1, y: size.rows - 1)
    canvas.write("words", x: 0, y: -1)
    canvas.write("words", endingAt: 2, y: 0)
    canvas.box(Rect(x: -1, y: -1, width: 200, height: 100), title: "title", focused: true)
    canvas.fill(Rect(x: -5, y: -5, width: 3, height: 200))
    canvas.blit(Canvas(columns: 9, rows: 9), x: -4, y: size.rows - 1)
    canvas.within(Rect(x: -2, y: 0, width: 4, height: 9)) { _ = $0.write("abc", x: 0, y: 0) }
    canvas[size.columns, 0] = Cell("y")
    #expect(canvas.size == size)
    #expect(canvas[-1, 0] == .blank)
    #expect(!canvas.text.contains("y"))
    _ = canvas.styleText
  }

  @Test("Text and styles are compared apart")
  func textAndStylesAreComparedApart() {
    var canvas = Canvas(columns: 12, rows: 3, filledWith: Cell("x"))
    let inside = canvas.box(canvas.bounds, title: "maps")
    let end = canvas.write("μ 0.03 and more", x: inside.x, y: 1, limit: inside.width, .accent)
    #expect(end == 11)
    #expect(
      canvas.text == """
        ┌maps──────┐
        │μ 0.03 an…│
        └──────────┘
        """)
    #expect(
      canvas.styleText == """
        0:0-0 border
        0:5-11 border
        1:0-0 border
        1:1-10 accent
        1:11-11 border
        2:0-11 border
        """)
  }

  @Test("A focused frame differs in its characters")
  func aFocusedFrameDiffersInItsCharacters() {
    var canvas = Canvas(columns: 10, rows: 2)
    canvas.box(canvas.bounds, title: "maps", focused: true)
    #expect(canvas.line(0) == "┌[maps]──┐")
  }

  @Test("Half a wide character is blank")
  func halfAWideCharacterIsBlank() {
    var canvas = Canvas(columns: 5, rows: 1, filledWith: Cell("x"))
    canvas.write("日本", x: 2, y: 0)
    #expect(canvas.text == "xx日")
    canvas[3, 0] = Cell("!")
    #expect(canvas.text == "xx !")
  }

  @Test("Control characters are harmless")
  func controlCharactersAreHarmless() {
    var canvas = Canvas(columns: 8, rows: 1)
    canvas.write("a\u{1B}[2J\ne\u{301}", x: 0, y: 0)
    #expect(canvas.text == "a·[2J·e")
  }

  @Test("Cutting more than there is leaves nothing")
  func cuttingMoreThanThereIsLeavesNothing() {
    var rect = Rect(x: 0, y: 0, width: 10, height: 4)
    #expect(rect.takeTop(1) == Rect(x: 0, y: 0, width: 10, height: 1))
    #expect(rect.takeBottom(1) == Rect(x: 0, y: 3, width: 10, height: 1))
    #expect(rect.takeLeft(3) == Rect(x: 0, y: 1, width: 3, height: 2))
    #expect(rect.takeRight(99) == Rect(x: 3, y: 1, width: 7, height: 2))
    #expect(rect.isEmpty)
    #expect(rect.inset().isEmpty)
    let columns = Rect(x: 0, y: 0, width: 11, height: 1).columns(3, gap: 1)
    #expect(columns.map(\.x) == [0, 4, 8])
  }

  @Test("Relations take a blank beside them where a screen has ASCII only")
  func relationsAreSpelled() {
    for (text, ascii) in [
      ("loss ≤ 2 ≥ 1", "loss <=2 >=1"), ("x ≤5", "x<=5"), ("a ≠ b", "a !=b"),
      ("2 ± 0.1", "2 +-0.1"),
      ("scale ±2", "scale ±2"), ("  ±2", " +-2"), ("x≤5", "x≤5"), ("≤ ", "<="),
    ] {
      let row = text.unicodeScalars.map { Cell($0) }
      let spelled = Glyphs.ascii.spelled(row).map(\.character)
      #expect(String(String.UnicodeScalarView(spelled)) == ascii)
      #expect(Glyphs.full.spelled(row) == row)
    }
  }

  @Test("The sign of a product is no point where a screen has ASCII only, nor is what parts a list")
  func productsAreSpelled() {
    for (text, ascii) in [
      ("6·25 = 150", "6*25 = 150"), ("w · x + b", "w * x + b"), ("(−0.1) · 2", "(−0.1) * 2"),
      ("2·(5−1)", "2*(5−1)"), ("[· · 0]", "[· · 0]"), ("9  ·  3", "9  ·  3"), ("··-.", "··-."),
    ] {
      let spelled = Glyphs.ascii.spelled(text.unicodeScalars.map { Cell($0) }).map(\.character)
      #expect(String(String.UnicodeScalarView(spelled)) == ascii)
    }
    let padding = "1·2".unicodeScalars.map { Cell($0, .padding) }
    #expect(Glyphs.ascii.spelled(padding) == padding)
    let table = "1 · 2".unicodeScalars.map { Cell($0, Style(background: .sequential(level: 0.5))) }
    #expect(Glyphs.ascii.spelled(table) == table)
    #expect(asciiFallback(for: "∙") == "|" && asciiFallback(for: "·") == ".")
  }

  @Test("∞ and … are spelled where blanks or a line behind them give way")
  func wordsAreSpelled() {
    for (text, ascii) in [
      ("NaN, ∞   ", "NaN, inf "), ("x    ∞", "x  inf"), ("x     −∞", "x   −inf"),
      ("= ∞ ✓", "= ∞ ✓"),
      ("= ∞ ✓   ", "= inf ✓ "), ("max…in[0]   |", "max...in[0] |"),
      ("max…in[0]  |", "max..in[0] |"), ("max…in[0] |", "max…in[0] |"),
      ("a…b ───", "a...b ─"), ("a…b│   ", "a…b│   "), ("1 … (9)   2", "1 ... (9) 2"),
    ] {
      let spelled = Glyphs.ascii.spelled(text.unicodeScalars.map { Cell($0) }).map(\.character)
      #expect(String(String.UnicodeScalarView(spelled)) == ascii)
    }
  }

  @Test("ASCII forms keep their columns")
  func asciiFormsKeepTheirColumns() {
    let text = "▶ conv2 → 16×10 μ σ Σ ✓ ±2.4 ─│┌┘ ⡇⠢ ▁▄█ ⌊x⌋ …"
    let ascii = String(String.UnicodeScalarView(text.unicodeScalars.map(asciiFallback(for:))))
    #expect(ascii == "> conv2 > 16x10 u s S + ~2.4 -|++ ** .=# [x] ~")
  }
}
