import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// Two subjects side by side on the screen.
@Suite("Side by side on the screen", .baselineLevel)
struct BesideScreenTests {
  private static let trained = "load trained\nfinish\nbeside fresh\n"

  @Test("Layers with distances and bars, and the maps of one channel as A, A − B, B")
  func small() throws {
    var player = try player()
    Golden.expect(try player.screen(after: Self.trained + "go maxpool1\nchannel 2").text, "beside")
    Golden.expect(
      try player.screen(after: #"keys "<Enter> <Right> <Right> <Down>""#).text, "beside-maps")
    Golden.expect(try player.screen(after: #"keys "<Enter>""#).text, "beside-cell")
  }

  @Test("The kernels of both as grids with one scale, and of one alone")
  func kernels() throws {
    var player = try player()
    let text = try player.screen(after: Self.trained + "go conv2.weight\nchannel 20").text
    Golden.expect(text, "beside-kernels")
    let alone = try player.screen(after: #"keys "<Tab> <Tab>""#).text
    #expect(alone.contains("[BESIDE] B alone") && alone.contains("│B\n"), "\(alone)")
  }

  @Test("The ladders of both, two rows a layer; unlike layers say so")
  func ladders() throws {
    var player = try player("digits8")
    Golden.expect(
      try player.screen(after: "beside lenet5", "finish", "finish", "ladder").text,
      "beside-ladder")
  }

  @Test("The microscope looks at A or at B, at the same cell")
  func microscope() throws {
    var player = try player()
    _ = try player.screen(after: Self.trained + "go conv1[2,5,6]")
    let script = #"keys "<Enter> <Tab> <Tab> <Enter>""#
    Golden.expect(try player.screen(after: script).text, "beside-microscope")
    let first = try player.screen(after: #"keys "<Tab>""#).text
    #expect(first.contains("[MICROSCOPE A] conv1[2,5,6]"), "\(first)")
    let back = try player.screen(after: #"keys "q""#).text
    #expect(back.contains("[BESIDE] A alone"), "\(back)")
    let edit = try player.screen(after: "subject B", #"keys "<Enter> i""#).text
    #expect(edit.contains("only numbers of A are changed, not those of B"), "\(edit)")
  }

  @Test("The step without the last edit beside the step with it")
  func edit() throws {
    var player = try player("digits8")
    let script = "finish\nablate conv1[0]\nbeside edit\ngo conv1"
    Golden.expect(try player.screen(after: script).text, "beside-edit")
  }

  @Test("A larger screen shows the sizes of both and more")
  func large() throws {
    var player = try player(columns: 120, rows: 40)
    let script = "load trained\nfinish\nbeside lenet5-relu\ngo conv2"
    Golden.expect(try player.screen(after: script).text, "beside-120x40")
  }

  @Test("A terminal without colors and Unicode")
  func plain() throws {
    var player = try player(with: .plain)
    Golden.expect(try player.screen(after: Self.trained + "go linear3").text, "beside-ascii")
  }

  @Test("The key opens the prompt, hides and shows; q goes back level by level")
  func opening() throws {
    var player = try player("digits8")
    #expect(try player.screen(after: #"keys "|""#).text.contains(":beside"))
    let opened = try player.screen(after: #"type "fresh""#, #"keys "<Enter>""#).text
    #expect(opened.contains("[BESIDE] A | A − B | B"))
    #expect(try !player.screen(after: #"keys "|""#).text.contains("[BESIDE]"))
    #expect(try player.screen(after: #"keys "|""#).text.contains("[BESIDE]"))
    #expect(try player.screen(after: #"keys "<Tab>""#).text.contains("[BESIDE] A alone"))
    #expect(try player.screen(after: #"keys "<Tab>""#).text.contains("[BESIDE] B alone"))
    #expect(try player.screen(after: #"keys "o""#).text.contains("distance, sorted"))
    #expect(try !player.screen(after: #"keys "q""#).text.contains("[BESIDE]"))
    #expect(try !player.screen(after: #"keys "|""#, "beside off").text.contains("[BESIDE]"))
  }

  @Test("Keys step both, and another layer is put beside the selected one")
  func stepping() throws {
    var player = try player("digits8")
    let text = try player.screen(after: "beside fresh", #"keys "s s""#).text
    #expect(text.contains("B fresh weights of seed 0 ∙ step 0, relu1 forward"), "\(text)")
    let back = try player.screen(after: #"keys "S""#).text
    #expect(back.contains("B fresh weights of seed 0 ∙ step 0, conv1 forward"), "\(back)")
    let layers = try player.screen(after: "finish", "go conv1", "beside relu1").text
    #expect(layers.contains("conv1→relu1"), "\(layers)")
  }

  @Test("Sizes from the smallest on, layers of other shapes, and a training that runs")
  func sizes() throws {
    var player = try player("lenet5")
    for size in ["40x12", "41x13", "60x20", "80x24", "100x30", "200x60"] {
      let text = try player.screen(
        after: "resize \(size)", "beside digits8", "finish", "go conv1", #"keys "<Enter> o <Tab>""#
      ).text
      #expect(!text.isEmpty)
    }
    let text = try player.screen(after: "data digits", "run 2", "beside sample 3", "run 1").text
    #expect(text.contains("B sample 3"), "\(text)")
  }
}
