import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// Networks of one kind of layer each, on a small image.
private let networks = [
  "plain": "input 1x8x8; conv 2 3x3; relu; conv 3 3x3; flatten; linear 10",
  "padded": "input 1x8x8; conv 2 3x3 pad 1; relu; flatten; linear 10",
  "strided": "input 1x9x9; conv 2 3x3 pad 1; conv 3 3x3 stride 2 pad 1; flatten; linear 10",
  "dilated": "input 1x9x9; conv 2 3x3 pad 1; conv 3 3x3 dilation 2; flatten; linear 10",
  "grouped": "input 1x8x8; conv 4 3x3; conv 4 3x3 groups 2; flatten; linear 10",
  "deconv": "input 1x8x8; conv 2 3x3; deconv 2 3x3 stride 2 pad 1; flatten; linear 10",
  "maxpool": "input 1x8x8; conv 2 3x3; maxpool 3 stride 1; flatten; linear 10",
  "avgpool": "input 1x8x8; conv 2 3x3; avgpool 2; flatten; linear 10",
  "linear": "input 1x8x8; flatten; linear 12; tanh; linear 10",
]

@Suite("Screens of the microscope", .baselineLevel)
struct MicroscopeScreenTests {
  @Test(
    "Golden screens of cells, forwards and backwards",
    arguments: [
      ("plain", "conv2[1,2,1]"), ("plain", "conv1.gradient[1,2,3]"),
      ("plain", "conv2.weight.gradient[1,0,2,0]"), ("plain", "conv2.bias.gradient[1]"),
      ("padded", "conv1[1,0,7]"), ("strided", "conv2[1,2,1]"),
      ("strided", "conv1.gradient[1,3,3]"), ("dilated", "conv2[1,2,1]"),
      ("dilated", "conv1.gradient[1,4,4]"), ("dilated", "conv2.weight.gradient[1,0,2,0]"),
      ("grouped", "conv2[3,1,1]"), ("grouped", "conv1.gradient[3,1,1]"),
      ("deconv", "deconv1[1,4,5]"), ("deconv", "conv1.gradient[1,2,2]"),
      ("deconv", "deconv1.weight.gradient[1,1,0,2]"), ("maxpool", "maxpool1[1,2,2]"),
      ("maxpool", "conv1.gradient[1,3,3]"), ("avgpool", "avgpool1[1,1,1]"),
      ("avgpool", "conv1.gradient[1,3,3]"), ("linear", "linear2[4]"),
      ("linear", "tanh1.gradient[3]"), ("linear", "linear2.weight.gradient[4,3]"),
      ("linear", "loss"), ("linear", "linear2.gradient[1]"),
    ])
  func cells(_ network: String, _ cell: String) throws {
    var player = try opened(network, cell)
    // From channels and other groups to their first terms.
    let name = cell.replacing("[", with: "-").replacing("]", with: "").replacing(",", with: "-")
    let canvas =
      cell == "loss" ? player.explorer.draw().canvas : try player.screen(after: #"keys ". .""#)
    Golden.expect(canvas.text, "microscope-\(network)-\(name)")
  }

  @Test(
    "Golden screens of LeNet-5",
    arguments: [
      ("channels", #"open conv2[3,4,5]"#), ("matrix", "open conv2[3,4,5]\naspect matrix"),
      ("steps", "open conv2[3,4,5]\naspect steps"),
      ("steps-back", "open conv2.gradient[3,5,5]\naspect steps\naxes"),
      ("scatter", "scatter conv2[3,6,4]\ntap next\nfocus next"),
      ("update", "keys \"u\"\nopen conv2.weight[3,2,1,1]"),
      ("wide", "resize 200x60\nopen conv2[3,4,5]\nkeys \". . .\""),
      ("field", "open conv2[3,4,5]\nfield"), ("reach", "go conv1[2,7,7]\nreach"),
      ("slope", "open conv2.weight.gradient[3,2,1,1]\nslope"),
    ])
  func lenet(_ name: String, _ script: String) throws {
    var player = try player()
    let canvas = try player.screen(after: "finish\nfinish", script)
    // How far two roundings are apart depends on the processor's instructions.
    let text = canvas.text.replacing(/relative error \S+/, with: "relative error …")
    Golden.expect(text, "microscope-lenet5-\(name)")
  }

  private func opened(_ network: String, _ cell: String) throws -> Player {
    let lines = try #require(networks[network]).replacing("; ", with: "\n")
    let parsed = try NetworkLibrary.read(text: lines, title: network)
    var player = Player(
      try Session(parsed, input: "digits:42", seed: 7), size: Size(columns: 80, rows: 24),
      capabilities: .monochrome)
    _ = try player.screen(after: "finish\nfinish\nopen \(cell)")
    return player
  }
}

@Suite("Moving in the microscope", .baselineLevel)
struct MicroscopeKeyTests {
  @Test("From the loss a number is followed back to a pixel, and the way back is kept")
  func following() throws {
    var player = try player()
    _ = try player.screen(after: "finish\nfinish\nopen loss")
    var titles: [String] = []
    for _ in 0..<40 {
      titles.append(try player.heading(after: #"keys "<Enter>""#))
    }
    #expect(titles.last?.contains("input[") == true, "\(titles)")
    var last = titles
    for _ in 0..<60 where last.last?.contains("loss") != true {
      last.append(try player.heading(after: #"keys "<Backspace>""#))
    }
    #expect(last.last?.contains("loss = ") == true, "\(last)")
  }

  @Test("Arrows move the cell, the window slides, and the map's edge stops it")
  func sliding() throws {
    var player = try player()
    _ = try player.screen(after: "finish\nopen conv2[3,8,8]")
    #expect(try player.heading(after: #"keys "<Down> l""#).contains("conv2[3,9,9]"))
    #expect(try player.heading(after: #"keys "<Down> l""#).contains("conv2[3,9,9]"))
    #expect(try player.heading(after: #"keys "<Up> h h""#).contains("conv2[3,8,7]"))
  }

  @Test("Taps go one by one over the ends of channels; playing ends at the last")
  func taps() throws {
    var player = try player()
    _ = try player.screen(after: "finish\nopen conv2[3,4,5]")
    #expect(try player.screen(after: #"keys ".""#).text.contains("▸x[4,5]"))
    #expect(try player.screen(after: #"keys ". ,""#).text.contains("▸x[4,5]"))
    let end = try player.screen(after: #"keys "<Space>""#).text
    #expect(end.contains("▸b[3]"))
    #expect(!player.explorer.isPlaying)
    #expect(try player.heading(after: #"keys ",""#).contains("channel 5"))
  }

  @Test("Going out closes channel, microscope and pane, one after the other")
  func leaving() throws {
    var player = try player()
    _ = try player.screen(after: "finish\nopen conv2[3,4,5]\nkeys \"<Enter>\"")
    #expect(try player.heading(after: "pane").contains("channel 0"))
    #expect(!(try player.heading(after: #"keys "q""#).contains("channel")))
    #expect(!(try player.screen(after: #"keys "q""#).text.contains("MICROSCOPE")))
  }

  @Test(
    "Every layer of every built-in network opens in every phase without harm",
    arguments: NetworkLibrary.names)
  func everywhere(_ network: String) throws {
    var player = try player(network)
    for phase in ["# none", "finish", "finish", "finish"] {
      _ = try player.screen(after: phase)
      let debugger = player.explorer.session.debugger
      for node in debugger.network.nodes {
        for key in ["a", "d"] {
          _ = try player.screen(
            after: "go \(node.name)", "keys \"2 \(key) <Enter> 1 . . 2 3 z 1 x x X X o <Enter>\"")
          #expect(!player.hasQuit)
        }
      }
    }
  }
}

extension Player {
  /// The first line below the title.
  fileprivate mutating func heading(after line: String) throws -> String {
    try screen(after: line).line(1)
  }
}
