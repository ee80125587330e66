import Pictures
import TerminalKit
import Testing

@Suite("Pictures of screens")
struct CanvasPictureTests {
  private func canvas() -> Canvas {
    var canvas = Canvas(Size(columns: 6, rows: 2))
    canvas.write("a<b", x: 0, y: 0, .error)
    canvas[1, 1] = Cell("▀", Style(foreground: .rgb(255, 0, 0), background: .rgb(0, 0, 254)))
    return canvas
  }

  private func canvas(_ lines: String...) -> CanvasPicture {
    var canvas = Canvas(Size(columns: lines.map(\.columns).max() ?? 0, rows: lines.count))
    for (y, line) in lines.enumerated() { canvas.write(line, x: 0, y: y) }
    return CanvasPicture(canvas, .full)
  }

  @Test("As text")
  func text() {
    #expect(CanvasPicture(canvas(), .full).text == "a<b\n ▀\n")
    #expect(CanvasPicture(canvas(), .plain).text.hasPrefix("a<b\n"))
  }

  @Test("With the colors of a terminal; every line ends plain")
  func ansi() {
    let lines = CanvasPicture(canvas(), .full).ansi.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].contains("a<b") && lines[0].hasPrefix("\u{1b}["))
    #expect(lines[1].contains("38;2;255;0;0") && lines[1].contains("48;2;0;0;254"))
    #expect(lines[1].hasSuffix("\u{1b}[0m"))
  }

  @Test("As SVG: a run of one style is one text, as wide as its cells")
  func words() {
    let svg = canvas("one two  < é", "one").svg(magnify: 2)
    #expect(svg.contains("width=\"192\" height=\"64\" viewBox=\"0 0 96 32\""))
    #expect(
      svg.contains(
        """
        <g fill="#d6d6d6">
        <text x="0" y="12" textLength="56">one two</text>
        <text x="72" y="12" textLength="24">&lt; é</text>
        <text x="0" y="28" textLength="24">one</text>
        </g>
        """), "\(svg)")
  }

  @Test("As SVG: what is behind, half blocks with it, is a line for each run of one color")
  func grounds() {
    let svg = CanvasPicture(canvas(), .full).svg()
    #expect(svg.contains("<path stroke=\"#f00\" d=\"M1 2h1\"/>"), "\(svg)")
    #expect(svg.contains("<path stroke=\"#0000fe\" d=\"M1 3h1\"/>"))
    #expect(canvas("██▄", "███").svg().contains("d=\"M0 0h2M0 1h3M0 2h3M0 3h3\""))
  }

  @Test("As SVG: a box is four rectangles, blocks that touch are one")
  func boxes() {
    let box = canvas("┌──┐", "│▂▂│", "└──┘").svg()
    #expect(
      box.contains("d=\"M3 7h1v33H3zM3 7h25v1H3zM3 39h25v1H3zM8 28h16v4H8zM27 7h1v33H27z\""),
      "\(box)")
    #expect(canvas("▂▂▂").svg().contains("d=\"M0 12h24v4H0z\""))
    #expect(canvas("│", "│").svg().contains("d=\"M3 0h1v32H3z\""))
  }

  @Test("As SVG: dots that are neighbors are one line, others stand alone")
  func curve() {
    #expect(canvas("⣀⠤⠒⠉").svg().contains("d=\"M0 3h1l1 -1h1l1 -1h1l1 -1h1\""))
    #expect(canvas("⠁ ⠁").svg().contains("d=\"M0 0h0M4 0h0\""))
  }

  @Test("As pixels: a half block has its color above and the other below")
  func halves() throws {
    let sheet = try CanvasPicture(canvas(), .full).pixels(magnify: 2)
    #expect((sheet.rows, sheet.columns) == (64, 96))
    #expect(sheet[32, 16] == PixelColor(255, 0, 0) && sheet[47, 31] == PixelColor(255, 0, 0))
    #expect(sheet[48, 16] == PixelColor(0, 0, 254) && sheet[63, 31] == PixelColor(0, 0, 254))
    let letter = Set((0..<32).flatMap { row in (0..<16).map { sheet[row, $0] } })
    #expect(letter.count > 2 && letter.contains(.ground))
  }

  /// What the program draws, its own texts and those of lessons.
  private static let drawn =
    "·−×→Σ′²σ√βμεπλ±∞³∂–✓ᵀˣ⌋⌊η⊙₂₁°≤⁰✗▶←α⁴ᵗΦ½⁻ᵢδ≈∈›Δ◀⌉⌈₀¹∫ₙᵖ▼≥≠‹”“⁵φʸµ▲■↓÷ⱼ●▸▫↑✔◦○◆◂▾▴▪□⋅∗∑∏∇✎⏎…"

  @Test("As pixels: every character that the program draws has a glyph, and all are different")
  func glyphs() throws {
    let characters = Self.drawn.unicodeScalars
    let sheet = try canvas(String(Self.drawn), "\u{10FFFD}").pixels()
    func pixels(_ x: Int, _ y: Int) -> [PixelColor] {
      (0..<16).flatMap { row in (0..<8).map { sheet[y * 16 + row, x * 8 + $0] } }
    }
    let missing = pixels(0, 1)
    for (x, character) in characters.enumerated() {
      let glyph = pixels(x, 0)
      #expect(Set(glyph).count > 1, "\(character) is blank")
      #expect(glyph != missing, "\(character) has no glyph")
    }
    // Some are drawn alike: · and ⋅, Σ and ∑.
    #expect(Set((0..<characters.count).map { pixels($0, 0) }).count > characters.count - 12)
  }

  @Test(
    "As pixels: lines and blocks fill exact parts of a cell",
    arguments: [
      ("─", 7, 7, 0, 7, 8), ("│", 0, 15, 3, 3, 16), ("█", 0, 15, 0, 7, 128), ("▌", 0, 15, 0, 3, 64),
      ("▁", 14, 15, 0, 7, 16), ("▕", 0, 15, 7, 7, 16), ("⠁", 1, 2, 1, 2, 4), ("⢀", 13, 14, 5, 6, 4),
      ("┌", 7, 15, 3, 7, 13), ("┼", 0, 15, 0, 7, 23), ("━", 6, 8, 0, 7, 24), ("╔", 6, 15, 2, 7, 26),
      ("▗", 8, 15, 4, 7, 32), ("┄", 7, 7, 0, 6, 5), ("┊", 1, 14, 3, 3, 8),
    ])
  func shapes(
    _ character: String, _ top: Int, _ bottom: Int, _ left: Int, _ right: Int, _ count: Int
  ) throws {
    let sheet = try canvas(character).pixels()
    let inked = (0..<128).filter { sheet[$0 / 8, $0 % 8] == .text }
    #expect(inked.count == count)
    #expect(inked.map { $0 / 8 }.min() == top && inked.map { $0 / 8 }.max() == bottom)
    #expect(inked.map { $0 % 8 }.min() == left && inked.map { $0 % 8 }.max() == right)
  }

  @Test("An image that would be too large is refused, and says what is not")
  func tooLarge() {
    let error = #expect(throws: PictureError.self) {
      try CanvasPicture(Canvas(Size(columns: 1000, rows: 200)), .full).pixels(magnify: 16)
    }
    #expect(
      error?.description
        == "an image of 128000×51200 pixels is larger than 100 million; magnify it less, or write .svg"
    )
  }
}
