import CNNModel
import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// Names of layers that are longer than the screen is wide, as exporters write them.
@Suite("Long names", .baselineLevel)
struct LongNameTests {
  private static let prefix = String(repeating: "StatefulPartitionedCall_sequential_", count: 3)

  private func player() throws -> Player {
    var player = try ScopeUITests.player()
    let (first, second) = ("\(Self.prefix)conv_expand", "\(Self.prefix)conv_project")
    _ = try player.screen(
      after: "net input 1x8x8; \(first): conv 4 3x3; \(second): relu", "finish", "go \(second)")
    return player
  }

  @Test("They leave room for the shape, the cell and its value, and keep what differs")
  func maps() throws {
    var player = try player()
    let text = try player.screen(after: "pane maps").text
    #expect(text.contains("_project activation → 4×6×6"), "\(text)")
    #expect(text.contains("…conv_expand ") && text.contains("…conv_project "))
    #expect(text.contains("roject[0,0,0] = "), "\(text)")
  }

  @Test("The microscope keeps the cell and its value before the way into the computation")
  func microscope() throws {
    var player = try player()
    let name = "\(Self.prefix)conv_expand"
    let text = try player.screen(after: "open \(name)[1,2,3]").text
    #expect(text.contains("_expand[1,2,3] = "), "\(text)")
  }

  @Test(
    "Of a path whole parts are left out, and what tells it from the other names is kept",
    arguments: [(100, 30), (100, 24)])
  func paths(_ columns: Int, _ rows: Int) throws {
    var player = try ScopeUITests.player(columns: columns, rows: rows)
    let stem = "backbone.model.stage1"
    let names = ["block1", "block2", "block3"].map { "\(stem).\($0).branch.inner.conv.Conv" }
    let layers = names.map { "\($0): conv 4 3x3 pad same" }.joined(separator: "; ")
    let screen = try player.screen(
      after: "net input 1x8x8; \(layers)", "finish", "go \(names[1])[1,2,3]", "pane maps")
    for block in ["block1", "block2", "block3"] {
      #expect(screen.text.contains("…\(block)…inner.conv.Conv"), "\(screen.text)")
    }
    #expect(screen.text.contains("→ 4×8×8"))
    #expect(screen.text.contains("Conv[1,2,3] = "), "\(screen.text)")
  }

  @Test("A list of tensors keeps the parts in which they differ, and shapes")
  func tensors() throws {
    let stem = "StatefulPartitionedCall/backbone/model"
    let names = (1...3).map { "\(stem)/block\($0)/branch/inner/convolution/kernel" }
    let arrays = names.map { NamedArray($0, NumericArray(Tensor(shape: [3, 2], repeating: 1))) }
    var player = Player(
      Session(tensors: try WeightList("net.npz", arrays: arrays)),
      size: Size(columns: 80, rows: 24), capabilities: .monochrome)
    let text = try player.screen(after: "# list").text
    for block in ["block1", "block2", "block3"] {
      #expect(text.contains("…/\(block)/…/inner/…/kernel"), "\(text)")
    }
    #expect(text.contains("…/inner/convolution/kernel → 3×2 "), "\(text)")
  }
}
