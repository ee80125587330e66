import Glibc
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Settings, the mouse, and leaving", .baselineLevel)
struct SettingTests {
  @Test("A setting is shown, changed and asked of the terminal")
  func settings() throws {
    var explorer = try player().explorer
    #expect(explorer.perform("set palette magma") == [.appearance(Appearance(colormap: .magma))])
    #expect(explorer.perform("set mouse on") == [.mouse(true)])
    _ = explorer.perform("set")
    let text = explorer.draw().canvas.text
    #expect(text.contains("magma") && text.contains("set background"))
  }

  @Test(
    "What cannot be set is said",
    arguments: [
      ("set palette red", "palette is viridis, cividis, magma, grey, not \"red\""),
      ("set color on", "there is no setting \"color\""),
      ("map <F99> step", "\"<F99>\" is not a key"), ("map <C-c> step", "<C-c> keeps its meaning"),
      ("map x fly", "there is no command \"fly\""), ("unmap x", "x was not mapped"),
    ])
  func mistakes(line: String, sentence: String) throws {
    var explorer = try player(columns: 200).explorer
    _ = explorer.perform(line)
    #expect(explorer.draw().canvas.text.contains(sentence))
  }

  @Test("The background is the terminal's until the user says otherwise")
  func background() throws {
    var explorer = try player().explorer
    #expect(
      explorer.handle(.background(.light)) == [.appearance(Appearance(background: .light))])
    #expect(
      explorer.perform("set background dark") == [.appearance(Appearance(background: .dark))])
    #expect(explorer.handle(.background(.light)) == [])
    #expect(
      explorer.perform("set background auto") == [.appearance(Appearance(background: .light))])
  }

  @Test("A configuration is read to its end; wrong lines are said with their numbers")
  func configuration() throws {
    var explorer = try player(columns: 120).explorer
    explorer.configure(
      "# colors\nset palette grey\n\nset palette blue\n:map <F5> step 3\nquit\n", file: "config")
    let text = explorer.draw().canvas.text
    #expect(text.contains("config:4: palette is"))
    #expect(text.contains("config:6: a configuration holds set, map and unmap, not quit"))
    _ = explorer.handle(.key(.escape))
    _ = explorer.handle(.key(.function(5)))
    explorer.workToTheEnd()
    #expect(explorer.session.debugger.phase == 3)
  }

  @Test("Help narrows while one types, and finds rows that go over several lines")
  func help() throws {
    var player = try player()
    let found = try player.screen(after: #"keys "? b r e a k""#).text
    #expect(found.contains("breakpoint") && !found.contains("the loss of every step"))
    #expect(try player.screen(after: #"keys "z z z""#).text.contains("nothing here matches"))
    #expect(try player.screen(after: #"keys "<Esc>""#).text.contains("LAYERS"))
  }
}

@Suite("The mouse", .baselineLevel)
struct MouseTests {
  private func player() throws -> Player {
    var player = try ScopeUITests.player()
    _ = try player.screen(after: "finish", "go conv1", "set mouse on")
    return player
  }

  @Test("A click chooses a layer, a map and a cell; on the same cell again, the microscope opens")
  func clicks() throws {
    var player = try player()
    let layers = try player.screen(after: "mouse press 5 6").text
    #expect(layers.contains("MAPS ─conv2 activation"))
    let maps = try player.screen(after: "mouse press 46 4").text
    #expect(maps.contains("[MAPS]") && maps.contains("conv2["))
    #expect(try player.screen(after: "mouse press 46 4").text.contains("[MICROSCOPE]"))
  }

  @Test("The wheel goes through layers and maps")
  func wheel() throws {
    var player = try player()
    let layers = try player.screen(after: "mouse wheel-down 5 6").text
    #expect(layers.contains("MAPS ─sigmoid1 activation"))
    _ = try player.screen(after: "mouse wheel-down 46 4", "pane maps")
    #expect(try player.screen(after: "keys \"<Home>\"").text.contains("sigmoid1[1,0,0]"))
  }

  @Test("A click on the curve goes to the step")
  func curve() throws {
    var player = try player()
    _ = try player.screen(after: "run 5")
    let before = player.explorer.session.debugger.step
    _ = try player.screen(after: "mouse press 9 19")
    #expect(player.explorer.session.debugger.step < before)
  }

  @Test("It means nothing while it is off")
  func off() throws {
    var player = try player()
    let before = try player.screen(after: "set mouse off")
    #expect(try player.screen(after: "mouse press 5 6") == before)
  }
}

@Suite("Leaving with an unsaved training", .baselineLevel)
struct LeavingTests {
  private func expectQuit(
    _ player: Player, _ expected: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let hasQuit = player.hasQuit
    #expect(hasQuit == expected, sourceLocation: sourceLocation)
  }

  private func trained() throws -> Player {
    var player = try player("digits8", columns: 160)
    _ = try player.screen(after: "data digits", "batch 4", "run 1")
    return player
  }

  @Test(
    "It is asked what is to become of it; c stays, d discards",
    arguments: ["q", "Q", "<C-c> <C-c>"])
  func question(keys: String) throws {
    var player = try trained()
    let asked = try player.screen(after: "keys \"\(keys)\"").text
    #expect(asked.contains("k save to a file  d discard  c stay"))
    expectQuit(player, false)
    #expect(try player.screen(after: #"keys "c""#).text.contains("still here"))
    _ = try player.screen(after: "keys \"\(keys)\"", #"keys "d""#)
    expectQuit(player)
  }

  @Test("k saves it in the file that is proposed, or says why not and asks again")
  func keeping() throws {
    var player = try trained()
    let proposed = try player.screen(after: #"keys "q k""#).text
    #expect(proposed.contains("save to: digits8-step0.safetensors"))
    let failed = try player.screen(
      after: #"keys "<C-u>""#, #"type "/nowhere/x.safetensors""#, #"keys "<Enter>""#)
    #expect(failed.text.contains("/nowhere/x.safetensors: "))
    expectQuit(player, false)
    let path = "/tmp/cnnscope-\(getpid()).safetensors"
    _ = try player.screen(
      after: #"keys "k <C-u>""#, "type \"\(path)\"", #"keys "<Enter>""#)
    expectQuit(player)
    #expect(unlink(path) == 0)
  }

  @Test("Nothing is asked without training on a data set, or when it was saved")
  func nothingToLose() throws {
    var player = try player("digits8")
    _ = try player.screen(after: "run 2", #"keys "q""#)
    expectQuit(player)
    var saved = try trained()
    let path = "/tmp/cnnscope-\(getpid())-saved.safetensors"
    _ = try saved.screen(after: "save \(path)", #"keys "q""#)
    expectQuit(saved)
    #expect(unlink(path) == 0)
  }
}
