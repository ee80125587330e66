import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// A network that takes the place of another one, wherever the user looks meanwhile.
@Suite("Replacing the network", .baselineLevel)
struct ReplacementTests {
  /// Lines that bring a smaller network than lenet5.
  private static let replacements = [
    "recipe inside", "open digits8", "net input 1x4x4; flatten; linear 3",
  ]

  /// Lines that select what a smaller network does not have, in every view that shows something of
  /// a network.
  private static let scenes = [
    "finish", "run 1\ngo linear2", "finish\nopen linear2[3]", "finish\ngo conv2[9,5,5]\nfield",
    "finish\nlast\nshow gradient", "run 1\ngo linear2\nshow weights",
    "run 1\nopen linear2.weight[9,3]",
    "finish\nprojector", "finish\nladder", "run 2\ncurve", "confusion",
    "finish\ngo linear2\npredict shape",
    "finish\nlast\npane loss", "lesson mistakes", "keys \"?\"", "keys \":\"", "keys \"/\"", "lab",
    "data digits\nbatch 360\nrun 1\nevaluate\nmistakes", "finish\nbreak linear2",
  ]

  @Test(
    "Nothing of the old network is left in any view, nor behind any of its keys",
    arguments: scenes, replacements)
  func everyView(scene: String, replacement: String) throws {
    var player = try player("lenet5")
    _ = try? player.screen(after: scene)
    _ = try player.screen(after: replacement)
    let shared = player.explorer.shared
    #expect(shared.session.network.nodes.indices.contains(shared.selection.node))
    #expect(shared.selection.generation == shared.session.generation)
    for (columns, rows) in [(80, 24), (200, 60)] {
      try player.perform(.resize(columns: columns, rows: rows))
      _ = player.explorer.draw()
    }
    try pressEveryKey(player)
  }

  /// Every key that a view on the stack has, each from the same state.
  private func pressEveryKey(_ player: Player) throws {
    let shared = player.explorer.shared
    let keys = player.explorer.views.all.flatMap { $0.bindings(shared) }.flatMap(\.keys)
    for key in Set(keys) where !["t", "u", "C"].contains(key) {
      var tried = player
      _ = try? tried.screen(after: "keys \"\(key)\"")
      _ = tried.explorer.draw()
    }
  }

  @Test(
    "Every command can follow a replacement, with and without arguments", arguments: replacements)
  func everyCommand(replacement: String) throws {
    var player = try player("lenet5")
    _ = try player.screen(after: "run 1", "finish", "go linear2", replacement)
    for command in Explorer.commands.commands where Self.isHarmless(command) {
      for line in [command.name, command.usage] {
        var tried = player
        _ = try? tried.screen(after: line)
        _ = tried.explorer.draw()
      }
    }
  }

  /// Commands that neither write files nor train for long. What writes a file names it, and most say
  /// how to replace one.
  private static func isHarmless(_ command: Command<Explorer>) -> Bool {
    !command.usage.contains("--over")
      && !["export", "record", "train", "run", "continue", "quit"].contains(command.name)
  }

  @Test("Back and restart after a replacement stay within the new network")
  func wayBack() throws {
    var player = try player("lenet5")
    _ = try player.screen(after: "finish", "recipe inside", "back", "begin", "restart", "step 3")
    let explorer = player.explorer
    #expect(explorer.session.network.nodes.indices.contains(explorer.shared.selection.node))
  }

  @Test("Another loss keeps what is selected, because the layers stay")
  func loss() throws {
    var player = try player("lenet5")
    _ = try player.screen(after: "finish", "go linear2", "loss squared-error")
    #expect(
      player.explorer.session.network.nodes[player.explorer.shared.selection.node].name == "linear2"
    )
  }
}
