import CNNModel
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
    #expect(text.contains("…expand ") && text.contains("…project "))
    #expect(text.contains("roject[0,0,0] = "), "\(text)")
  }

  @Test("The microscope keeps the cell and its value before the way into the computation")
  func microscope() throws {
    var player = try player()
    let name = "\(Self.prefix)conv_expand"
    let text = try player.screen(after: "open \(name)[1,2,3]").text
    #expect(text.contains("_expand[1,2,3] = "), "\(text)")
  }
}
