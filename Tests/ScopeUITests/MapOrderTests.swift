import CNNModel
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("The order of maps", .baselineLevel) struct MapOrderTests {
  /// Four maps of two numbers: means 1, 3, 3, 0; maxima 2, 3, 6, 4; variances 1, 0, 9, 16.
  private let maps = FeatureMaps(
    Tensor(shape: [1, 4, 1, 2], elements: [0, 2, 3, 3, 0, 6, -4, 4]), .activation)
  private let gradients = FeatureMaps(
    Tensor(shape: [1, 4, 1, 2], elements: [1, -5, 0, 1, 0.5, 0.25, 2, 2]), .gradient)

  @Test(
    "The largest comes first, and equal ones stay as they are",
    arguments: [
      (MapOrder.index, [0, 1, 2, 3]), (.mean, [1, 2, 0, 3]), (.maximum, [2, 3, 1, 0]),
      (.variance, [3, 2, 0, 1]),
      // Mean magnitudes 3, 0.5, 0.375, 2; sums of products −10, 3, 1.5, 0.
      (.gradient, [0, 3, 1, 2]), (.contribution, [0, 1, 2, 3]),
    ])
  func orders(order: MapOrder, expected: [Int]) {
    #expect(order.indices(of: maps, gradients: gradients) == expected)
  }

  @Test("Without gradients their orders are that of the channels, and NaN comes last")
  func incomplete() {
    #expect(MapOrder.gradient.indices(of: maps) == [0, 1, 2, 3])
    let broken = FeatureMaps(
      Tensor(shape: [1, 3, 1, 1], elements: [.nan, -1, 2]), .activation)
    #expect(MapOrder.mean.indices(of: broken) == [2, 1, 0])
  }

  @Test("The keys go through the maps in their order")
  func keys() throws {
    var player = try player()
    _ = try player.screen(after: "finish", "go conv2", "order maximum")
    let (session, selection) = (player.explorer.session, player.explorer.shared.selection)
    let seen = try #require(player.explorer.shared.maps)
    let expected = MapOrder.maximum.indices(of: seen)
    #expect(selection.channel == expected[0])
    let screen = try player.screen(after: "channel next", "channel next")
    #expect(player.explorer.shared.selection.channel == expected[2])
    #expect(screen.line(1).contains("conv2 activation → 16×10×10 by maximum"))
    _ = try player.screen(after: "channel back", "channel 7")
    #expect(player.explorer.shared.selection.channel == 7)
    #expect(session.network.nodes[selection.node].name == "conv2")
  }

  @Test("A page is what the screen shows, and it ends at the last map")
  func pages() throws {
    var player = try player()
    _ = try player.screen(after: "finish", "go conv2", "channel 0", "keys \">\"")
    let first = player.explorer.shared.selection.channel
    #expect(first > 1)
    _ = try player.screen(after: "keys \"> > > > > > > > > >\"")
    #expect(player.explorer.shared.selection.channel == 15)
    _ = try player.screen(after: "map-page back")
    #expect(player.explorer.shared.selection.channel == 15 - first)
  }

  @Test("What needs gradients is refused before there are any")
  func refusal() throws {
    var player = try player()
    #expect(throws: (any Error).self) {
      try player.screen(after: "finish", "go conv2", "order gradient")
    }
    #expect(player.explorer.shared.selection.order == .index)
    _ = try player.screen(after: "finish", "order contribution", "show gradient")
    #expect(player.explorer.shared.selection.order == .contribution)
  }
}
