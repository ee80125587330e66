import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Figures of all layers are kept as long as the moment stays")
struct FigureTests {
  @Test("The ladder is computed once for a moment, however often it is drawn")
  func ladder() throws {
    var player = try player("digits8")
    let first = try player.screen(after: "finish", "finish", "ladder")
    #expect(player.explorer.shared.figures.count == 1)
    try player.perform(.keys("j j j"))
    _ = player.explorer.draw()
    #expect(player.explorer.shared.figures.count == 1)
    let later = try player.screen(after: "run")
    #expect(player.explorer.shared.figures.count == 2 && first.text != later.text)
    _ = try player.screen(after: "open digits8", "finish", "ladder")
    #expect(player.explorer.shared.figures.count == 3)
  }

  @Test("The scale of the network is computed once for a moment and a kind of tensor")
  func scale() throws {
    var player = try player("digits8")
    _ = try player.screen(after: "finish", "finish", "go conv1", "scale network", "pane maps")
    try player.perform(.keys("<Right> <Down>"))
    _ = player.explorer.draw()
    #expect(player.explorer.shared.figures.count == 1)
    _ = try player.screen(after: "show gradient")
    #expect(player.explorer.shared.figures.count == 2)
  }
}
