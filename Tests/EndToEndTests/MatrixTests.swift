import TestSupport
import TestTerminals
import Testing

/// Every terminal of the ladder in either locale, with and without `NO_COLOR`: what is on its screen.
@Suite("Terminals and locales")
struct MatrixTests {
  static let terminals = [
    "xterm-256color", "screen-256color", "tmux-256color", "xterm", "linux", "vt100",
  ]
  private static let commands = ["-c", "finish", "-c", "go conv1[2,10,10]"]

  /// Whether the picture after the commands is there to its last word: below the arithmetic of the
  /// layer, nothing differs from the picture before.
  private static func isDone(_ text: String) -> Bool {
    ["conv1[2,10,10]", "117600 MACs", "end of the forward pass", "q quit"].allSatisfy {
      text.contains($0)
    }
  }

  @Test(
    "The screen is as it was looked at, and nothing unknown is sent", arguments: terminals,
    ["C.UTF-8", "C"])
  func screens(term: String, language: String) throws {
    for isColored in [true, false] {
      let terminal = try Program.explorer(
        Self.commands, term: term, language: language,
        more: isColored ? [:] : ["NO_COLOR": "1"], answers: false)
      try terminal.wait("the commands are done") { Self.isDone($0.text) }
      let name = "\(term)-\(language == "C" ? "ascii" : "utf8")-\(isColored ? "color" : "plain")"
      Golden.expect("\(terminal.screen.text)\n\n\(terminal.screen.styleText)", name)
      terminal.send("qq")
      #expect(terminal.waitForEnd() == .status(0))
      terminal.expectRestored()
      #expect(language != "C" || terminal.output.allSatisfy { $0 < 0x80 })
    }
  }

  @Test(
    "True color by an entry of our own", arguments: ["xterm-256color", "tmux-256color", "xterm"])
  func trueColor(term: String) throws {
    let terminal = try Program.explorer(
      Self.commands, term: term, more: ["COLORTERM": "truecolor", "TMUX": "x,1,0"])
    try terminal.wait("the commands are done") { Self.isDone($0.text) }
    let pens = Set(terminal.screen.cells.joined().map(\.pen))
    #expect(pens.filter { $0.background > 0x1000000 || $0.foreground > 0x1000000 }.count > 30)
    terminal.send("qq")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test(
    "The same in tmux", .enabled(if: TmuxSession.isInstalled, "tmux is not installed"),
    arguments: ["screen-256color", "tmux-256color"])
  func tmux(term: String) throws {
    let alone = try Program.explorer(Self.commands, term: term)
    try alone.wait("the commands are done") { Self.isDone($0.text) }
    let words = Self.commands.map { "'\($0)'" }.joined(separator: " ")
    let window = try TmuxSession("TERM=\(term) LANG=C.UTF-8 \(Program.path) \(words)")
    let shown = try window.wait("the commands are done") { Self.isDone($0) }
    let lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(24).map(String.init).joined(separator: "\n") == alone.screen.text)
    try window.press("q")
    try window.press("q")
    #expect(try window.waitForEnd() == 0)
  }
}
