import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Screens", .baselineLevel)
struct ScreenTests {
  @Test(
    "Golden screens of LeNet-5 at 80×24",
    arguments: [
      ("begin", "# nothing"), ("forward", #"keys "s s s s""#), ("loss", "finish"),
      ("backward", "break conv2\nfinish\ncontinue"), ("update", "run"),
      ("cursor", #"keys "s <Tab> <Down> <Down> <Right> ]""#), ("weights", #"keys "s w""#),
      ("help", #"keys "?""#), ("prompt", #"type ":optim""#), ("refused", "step 2\nkeys \"c\""),
    ])
  func golden(_ name: String, _ script: String) throws {
    var player = try player()
    Golden.expect(try player.screen(after: script).text, "lenet5-\(name)")
  }

  @Test(
    "Golden screens of other sizes, and for an audience",
    arguments: [
      ("200x60", "resize 200x60\nfinish\ngo conv1[2,10,10]"),
      ("200x60-backward", "resize 200x60\nrun\ngo conv2.gradient[3,4,5]"),
      ("120x40", "resize 120x40\nfinish\ngo conv2[3,4,5]"),
      ("120x40-backward", "resize 120x40\nfinish\nfinish\ngo conv1.gradient[2,10,10]"),
      ("200x60-output", "resize 200x60\nfinish"),
      ("200x60-weights", "resize 200x60\nrun\ngo conv2.weight[3,4,1,2]"),
      ("40x12", "resize 40x12\nfinish\ngo conv2[3,4,5]"),
      ("40x12-layers", "resize 40x12\nfinish"),
      ("projector", "finish\ngo conv2[3,4,5]\nprojector"),
      ("projector-linear", "finish\ngo linear2[4]\nprojector"),
      ("projector-conv-200x60", "resize 200x60\nfinish\ngo conv1[2,10,12]\nprojector"),
      ("projector-200x60", "resize 200x60\nfinish\ngo linear1[7]\nprojector"),
    ])
  func sizes(_ name: String, _ script: String) throws {
    var player = try player()
    Golden.expect(try player.screen(after: script).text, "lenet5-\(name)")
  }

  @Test(
    "The projector writes whole numbers into cells, never a part of one",
    arguments: ["120x40", "200x60"])
  func numbersInCells(_ size: String) throws {
    var player = try player("lenet5-relu")
    let text = try player.screen(
      after: "resize \(size)", "finish", "finish", "go maxpool1.gradient[0,5,5]", "projector"
    ).text
    let words = text.split { $0 == " " || $0.isNewline }
    #expect(words.count { Double($0).map { $0 != 0 } ?? false } >= 20, "\(text)")
    #expect(!words.contains { $0.hasPrefix("-0") && Double($0) == 0 }, "\(text)")
  }

  @Test("The projector fills 200×60, in colors too")
  func filled() throws {
    var player = try player("lenet5-relu", with: .full)
    let canvas = try player.screen(
      after: "resize 200x60", "finish", "go conv1[2,10,12]", "projector")
    let filled = (0..<200).flatMap { x in (0..<60).map { canvas[x, $0].style } }.count {
      $0.background != nil || $0.foreground != nil
    }
    #expect(filled > 200 * 60 / 2, "\(filled)")
  }

  @Test("In color the maps are half blocks with paints of their scale")
  func colors() throws {
    var player = try player(with: .indexed)
    let canvas = try player.screen(after: "step")
    #expect(canvas.text.contains("▀"))
    #expect(canvas.styleText.contains("fg=div"))
    Golden.expect(canvas.styleText, "lenet5-forward-styles")
  }

  @Test("The same script gives the same screens", arguments: NetworkLibrary.names)
  func deterministic(_ network: String) throws {
    let script = #"keys "s s s f <Tab> <Down> f u""#
    var (first, second) = (
      try player(network, with: .full), try player(network, with: .full)
    )
    #expect(try first.screen(after: script) == (try second.screen(after: script)))
  }

  @Test("Every size can be drawn, with everything open", arguments: [Capabilities.full, .plain])
  func sizes(_ capabilities: Capabilities) throws {
    for open in ["# panes", "projector", #"keys "?""#, #"type ":print ""#, #"keys "<Tab>""#] {
      var player = try player("digits8", with: capabilities)
      _ = try player.screen(after: "finish", open)
      for columns in [0, 1, 2, 39, 40, 63, 64, 80, 132, 200] {
        for rows in [0, 1, 5, 11, 12, 24, 60] {
          var explorer = player.explorer
          _ = explorer.handle(.resize(Size(columns: columns, rows: rows)))
          let canvas = explorer.draw().canvas
          #expect(canvas.size == Size(columns: columns, rows: rows))
        }
      }
    }
  }

  @Test("A screen that is too small says so and recovers")
  func tooSmall() throws {
    var player = try player()
    let small = try player.screen(after: "resize 30x8").text
    #expect(small.contains("30x8: cnnscope needs 40x12 or"))
    #expect(try player.screen(after: "resize 80x24").text.contains("LAYERS"))
  }

  @Test("40×12 still shows the selected map and the step")
  func smallest() throws {
    var player = try player(columns: 40, rows: 12)
    let text = try player.screen(after: "step").text
    #expect(text.contains("conv1 FORWARD 1/26"))
    #expect(text.contains("MAPS"))
  }
}
