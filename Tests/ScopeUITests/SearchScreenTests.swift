import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// Whole screens of the views that search, check and draw, at 80×24.
@Suite("Screens of searches, check-ups and drawing", .baselineLevel)
struct SearchScreenTests {
  @Test(
    "Golden screens",
    arguments: [
      ("top", "data digits\ntop class[7] 4"), ("top-channel", "data digits\ntop conv1[0] train 6"),
      ("dead", "data digits\ndead"), ("dead-train", "data digits\ndead relu2 train\ndown"),
      ("draw", "finish\ndraw\nbrush next\npen\nright\nright\ndown\npen"),
      ("checkup", "data digits\ncheckup"), ("find-rate", "data digits\nfind-rate"),
    ])
  func golden(_ name: String, _ script: String) throws {
    var player = try player("digits8")
    Golden.expect(try player.screen(after: script).text, "search-\(name)")
  }

  @Test(
    "Golden screens of a terminal without colors and Unicode",
    arguments: [
      ("find-rate", "data digits\nfind-rate"), ("draw", "finish\ndraw\npen\nright\nright\npen"),
    ])
  func ascii(_ name: String, _ script: String) throws {
    var player = try player("digits8", with: .plain)
    Golden.expect(try player.screen(after: script).text, "search-\(name)-ascii")
  }

  @Test("Commands that lead to a search again name its part")
  func reproduction() throws {
    var player = try player("digits8")
    _ = try player.screen(after: "data digits", "top conv1[0] train 6")
    #expect(copied(player).hasSuffix("top conv1[0] 6 train"))
    _ = try player.screen(after: "dead relu2 train")
    #expect(copied(player).hasSuffix("dead relu2 train"))
  }

  /// The line that leads to the screen again.
  private func copied(_ player: Player) -> String {
    var explorer = player.explorer
    guard case .copy(let line)? = explorer.perform("copy").first else { return "" }
    return line.filter { $0 != "'" }
  }
}
