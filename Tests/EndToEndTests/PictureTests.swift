import Foundation
import ModelFiles
import TestSupport
import TestTerminals
import Testing

/// Maps as pictures, where the terminal has the graphics protocol of kitty.
@Suite("Pictures on the terminal")
struct PictureTests {
  /// The keys of a command for pictures: `a=T,f=100` before the semicolon.
  private func keys(_ command: String) -> [String: String] {
    let pairs = command.prefix { $0 != ";" }.split(separator: ",").map { $0.split(separator: "=") }
    return Dictionary(pairs.map { (String($0[0]), String($0.last ?? "")) }) { $1 }
  }

  /// The bytes of the first picture in some commands, whose chunks follow each other.
  private func firstPicture(_ commands: [String]) throws -> (keys: [String: String], png: [UInt8]) {
    let first = try #require(commands.firstIndex { $0.contains("a=T") })
    var letters = ""
    for command in commands[first...] {
      let part = command.drop { $0 != ";" }.dropFirst()
      #expect(part.count <= 4096 && command.contains("q=2"))
      letters += part
      if keys(command)["m"] == "0" { break }
    }
    let bytes = try #require(Data(base64Encoded: letters))
    return (keys(commands[first]), Array(bytes))
  }

  private func ids(_ commands: [String], _ action: String) -> [String] {
    commands.filter { $0.contains(action) }.compactMap { keys($0)["i"] }
  }

  @Test("A terminal that answers is sent PNG pictures, and they are deleted by their ids")
  func auto() throws {
    let terminal = try Program.explorer(takesPictures: true)
    #expect(terminal.screen.graphics.isEmpty)
    terminal.send(":set pictures auto\r")
    try terminal.wait("a picture is there") { $0.graphics.contains { $0.contains("a=T") } }
    try terminal.wait("it says so") { $0.text.contains("maps are shown as pictures") }
    terminal.settle(300)
    #expect(terminal.screen.graphics[0] == "i=31,s=1,v=1,a=q,t=d,f=24;AAAA")
    let (keys, png) = try firstPicture(terminal.screen.graphics)
    #expect(keys["f"] == "100" && keys["z"] == "-1" && keys["C"] == "1")
    #expect(keys["c"] == "32" && keys["r"] == "13")
    let size = (16..<24).map { Int(png[$0]) }
    #expect(png.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    #expect(size == [0, 0, 1, 0, 0, 0, 0, 208], "256×208 pixels: the rows that are seen")
    #expect(!terminal.screen.text.contains("▀"))
    let before = ids(terminal.screen.graphics, "a=T")
    terminal.send("s")
    try terminal.wait("the maps of conv1 are there") { $0.text.contains("MAPS ─conv1") }
    terminal.settle(300)
    #expect(ids(terminal.screen.graphics, "a=d").starts(with: before))
    terminal.send(":set pictures off\r")
    try terminal.wait("the maps are cells again") { $0.text.contains("▀") }
    let graphics = terminal.screen.graphics
    #expect(Set(ids(graphics, "a=d")) == Set(ids(graphics, "a=T")))
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("What is drawn over a picture takes it away, and leaving takes all away")
  func overlays() throws {
    let terminal = try Program.explorer(takesPictures: true)
    terminal.send(":set pictures kitty\r")
    try terminal.wait("a picture is there") { $0.graphics.contains { $0.contains("a=T") } }
    terminal.send("?")
    try terminal.wait("the help is there") { $0.text.contains("HELP") || $0.text.contains("keys") }
    terminal.settle(300)
    let graphics = terminal.screen.graphics
    #expect(Set(ids(graphics, "a=d")) == Set(ids(graphics, "a=T")))
    #expect(graphics[0] == "i=31,s=1,v=1,a=q,t=d,f=24;AAAA", "it is asked before")
    terminal.send("q")
    try terminal.wait("the picture is back") { $0.graphics.count > graphics.count }
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
    let all = terminal.screen.graphics
    #expect(Set(ids(all, "a=d")) == Set(ids(all, "a=T")))
  }

  @Test("A terminal without the protocol gets cells", arguments: ["auto", "kitty"])
  func refused(mode: String) throws {
    let terminal = try Program.explorer()
    terminal.send(":set pictures \(mode)\r")
    try terminal.wait("it is said") { $0.text.contains("this terminal shows no pictures") }
    terminal.settle(200)
    #expect(!terminal.screen.graphics.contains { $0.contains("a=T") })
    #expect(terminal.screen.text.contains("▀"))
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("A terminal that answers nothing is not waited for long, and no key is lost meanwhile")
  func silent() throws {
    let terminal = try Program.explorer(answers: false)
    terminal.send(":set pictures kitty\rs:rate\r")
    try terminal.wait("the keys are done") { $0.text.contains("optimizer") }
    #expect(terminal.screen.text.contains("MAPS ─conv1"))
    try terminal.wait("it is said") { $0.text.contains("this terminal does not answer") }
    #expect(!terminal.screen.graphics.contains { $0.contains("a=T") })
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test(
    "A multiplexer, and a terminal without the escape, are not even asked",
    arguments: [("tmux-256color", "auto"), ("screen-256color", "kitty"), ("vt100", "kitty")])
  func notAsked(term: String, mode: String) throws {
    let terminal = try Program.explorer(term: term, answers: term != "vt100", takesPictures: true)
    terminal.send(":set pictures \(mode)\r")
    try terminal.wait("it is said") { $0.text.contains("this terminal shows no pictures") }
    #expect(terminal.screen.graphics.isEmpty)
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }
}
