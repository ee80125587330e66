import Pictures
import TerminalKit
import Testing

@Suite("Recordings for asciinema")
struct AsciicastTests {
  private func canvas(_ text: String, _ style: Style = .plain) -> Canvas {
    var canvas = Canvas(Size(columns: 4, rows: 2))
    canvas.write(text, x: 0, y: 0, style)
    return canvas
  }

  @Test("A line with the size, then the screen, then what differs, with its time in seconds")
  func events() {
    var cast = Asciicast(Size(columns: 4, rows: 2), title: "a \"b\"", .full)
    cast.show(canvas("ab"), cursor: nil, .init(), at: 0)
    cast.show(canvas("ab"), cursor: nil, .init(), at: 50)
    cast.show(canvas("aX", .plain.bold), cursor: ScreenPosition(x: 2, y: 0), .init(), at: 1050)
    cast.hold(until: 2000)
    let esc = "\\u001b"
    #expect(
      cast.text == """
        {"version": 2, "width": 4, "height": 2, "title": "a \\"b\\"", "env": {"TERM": "xterm-256color"}}
        [0.000, "o", "\(esc)[0m\(esc)[2J\(esc)[1;1Hab  \(esc)[2;1H    \(esc)[?25l"]
        [1.050, "o", "\(esc)[1;1H\(esc)[0;1maX\(esc)[0m\(esc)[1;3H\(esc)[?25h"]
        [2.000, "o", ""]

        """, "\(cast.text)")
  }

  @Test("Another size is an event, and the screen is drawn anew")
  func sizes() {
    var cast = Asciicast(Size(columns: 4, rows: 2), title: "", .full)
    cast.show(canvas("ab"), cursor: nil, .init(), at: 0)
    cast.resize(to: Size(columns: 3, rows: 1), at: 500)
    cast.show(Canvas(Size(columns: 3, rows: 1)), cursor: nil, .init(), at: 500)
    #expect(cast.text.contains("[0.500, \"r\", \"3x1\"]\n[0.500, \"o\", \"\\u001b[0m\\u001b[2J"))
  }

  @Test("A wide character is written as a whole where one of its halves differs")
  func wide() {
    var cast = Asciicast(Size(columns: 4, rows: 2), title: "", .full)
    cast.show(canvas("漢"), cursor: nil, .init(), at: 0)
    cast.show(canvas("漢", .plain.bold), cursor: nil, .init(), at: 100)
    #expect(cast.text.contains("[0.100, \"o\", \"\\u001b[1;1H\\u001b[0;1m漢\\u001b[0m"))
  }
}
