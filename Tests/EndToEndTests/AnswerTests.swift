import Glibc
import ModelFiles
import TestSupport
import TestTerminals
import Testing

/// What the terminal says by itself: its background, the mouse, and that it has shown a picture.
@Suite("Reports of the terminal")
struct AnswerTests {
  @Test(
    "It is asked for its background, where it can answer",
    arguments: [
      ("rgb:ffff/ffff/ffff", "auto (light)"), ("rgb:1111/1111/1111", "auto (dark)"),
    ])
  func background(answer: String, setting: String) throws {
    let terminal = try Program.explorer(background: answer)
    terminal.send(":set background\r")
    try terminal.wait("the setting is shown") { $0.text.contains("background is \(setting)") }
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("Terminals that may not know the question are not asked", arguments: ["linux", "vt100"])
  func notAsked(term: String) throws {
    let terminal = try Program.explorer(term: term, answers: false)
    #expect(!terminal.screen.questions.contains(.background))
  }

  @Test("A terminal that never answers is waited for no longer than a moment")
  func noAnswers() throws {
    let terminal = try Program.explorer(["-c", "data digits", "digits8"], answers: false)
    terminal.send(":train 3\r")
    try terminal.wait("it has trained") { $0.text.contains("end of step 2") }
    terminal.send("qd")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("The mouse is reported only when it is wanted")
  func mouse() throws {
    let terminal = try Program.explorer()
    #expect(terminal.screen.modes.isDisjoint(with: [1000, 1002, 1006]))
    terminal.send("m")
    try terminal.wait("the mouse is on") { $0.modes.isSuperset(of: [1000, 1002, 1006]) }
    terminal.send("\u{1B}[<0;6;7M\u{1B}[<0;6;7m")
    try terminal.wait("the layer is selected") { $0.text.contains("MAPS ─conv2") }
    terminal.send("b")
    try terminal.wait("the drawing is open") { $0.text.contains("[DRAW]") }
    terminal.send("--")
    try terminal.wait("the brush is a pixel") { $0.text.contains("1×1") }
    terminal.send("\u{1B}[<0;3;4M\u{1B}[<32;3;9M\u{1B}[<0;3;9m")
    try terminal.wait("a line is drawn") { $0.text.contains("[DRAW] [12,2] = 1.00") }
    terminal.send("q")
    try terminal.wait("its pixels are counted") { $0.text.contains("rows 2–12, column 2 = 1; S") }
    terminal.send("m")
    try terminal.wait("the mouse is off") { $0.modes.isDisjoint(with: [1000, 1002, 1006]) }
    terminal.send("m")
    terminal.signal(SIGTERM)
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("y puts the line that shows this again on the clipboard")
  func clipboard() throws {
    let terminal = try Program.explorer()
    terminal.send("y")
    try terminal.wait("something is copied") { $0.clipboard != nil }
    // "cnnscope --weights trained -c 'go input[0,0,0]' -c 'pane layers'" in base 64
    #expect(
      terminal.screen.clipboard
        == "Y25uc2NvcGUgLS13ZWlnaHRzIHRyYWluZWQgLWMgJ2dvIGlucHV0WzAsMCwwXScgLWMgJ3BhbmUgbGF5ZXJzJw=="
    )
  }

  @Test("A configuration is read; a mistake in it is a sentence, and the program starts")
  func configuration() throws {
    let folder = "/tmp/cnnscope-config-\(getpid())"
    mkdir(folder, 0o700)
    mkdir(folder + "/cnnscope", 0o700)
    defer { for name in ["/cnnscope/config", "/cnnscope", ""] { remove(folder + name) } }
    try FileContent.write(
      Array("map <F5> step 2\nset palette pink\n".utf8), to: folder + "/cnnscope/config")
    let terminal = try Program.explorer(more: ["XDG_CONFIG_HOME": folder], columns: 120)
    try terminal.wait("the mistake is said") { $0.text.contains("config:2: palette is viridis") }
    terminal.send("\u{1B}[15~")
    try terminal.wait("the key works") { $0.text.contains("FORWARD 2/26") }
  }
}
