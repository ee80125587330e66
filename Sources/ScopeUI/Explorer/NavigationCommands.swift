import ScopeDebugger
import TerminalKit

/// The commands that are offered to the views from the top down.
enum NavigationCommands {
  static let all: [Command<Explorer>] =
    (moving.with(.worksWithoutNetwork) + [visiting] + finding.with(.worksWithoutNetwork))
    .inGroup(.viewing) + program.inGroup(.program).with(.worksWithoutNetwork)

  private static let moving: [Command<Explorer>] = [
    moving("up", "k", "<Up>", rows: -1),
    moving("down", "j", "<Down>", rows: 1),
    moving("left", "h", "<Left>", columns: -1),
    moving("right", "l", "<Right>", columns: 1),
    jumping("first", "g", "<Home>", toEnd: false),
    jumping("last", "G", "<End>", toEnd: true),
    moving("page-up", "<PgUp>", "<C-b>", rows: -10, help: "a page up"),
    moving("page-down", "<PgDn>", "<C-f>", rows: 10, help: "a page down"),
  ]

  private static let visiting: Command<Explorer> = Command(
    "visit", help: "go to the step, layer, samples or sample under the cursor",
    action: { explorer throws(UserError) in
      let answer = try explorer.views.offer { view throws(UserError) in
        try view.visit(&explorer.shared)
      }
      guard let (change, index) = answer else {
        throw UserError(
          "there is nothing to go to here; 4, 5 and 6 open views that have something")
      }
      explorer.apply(change, to: index)
    })

  private static let finding: [Command<Explorer>] = [
    finding("find", "n", backward: false, help: "the next layer that matches the text"),
    finding(
      "find-back", "N", backward: true, help: "the previous layer that matches the text"),
  ]

  private static let program: [Command<Explorer>] = [
    asking("redraw", "<C-l>", .redraw, help: "draw the screen again"),
    asking("suspend", "<C-z>", .suspend, help: "suspend the program; fg in the shell resumes it"),
    Command(
      "pause", keys: [KeyBinding("<C-c>")], help: "stop what is running, or quit",
      action: { $0.session.cancel() }),
    Command(
      "leave", keys: [KeyBinding("q")], help: "go back one level; at the top, quit",
      action: { explorer in if !explorer.goBack() { explorer.quit() } }),
    // Terminals report some keys as an Escape and more, and slow lines tear them apart: an Escape
    // alone must do no harm.
    Command(
      "close", keys: [KeyBinding("<Esc>"), KeyBinding("<C-g>")],
      help: "go back one level, but never quit",
      action: { explorer in
        if !explorer.goBack() { explorer.shared.news.say("q leaves the program") }
      }),
    Command(
      "leave-now", keys: [KeyBinding("Q")], help: "quit",
      action: { $0.quit() }),
  ]

  private static func moving(
    _ name: String, _ keys: String..., rows: Int = 0, columns: Int = 0,
    help: String = "move the selection or the cursor"
  ) -> Command<Explorer> {
    Command(
      name, keys: keys.map { KeyBinding($0) }, traits: .onlyMovesView, help: help,
      action: { explorer in
        _ = explorer.views.offer { view in
          view.move(rows: rows, columns: columns, &explorer.shared) ? true : nil
        }
      })
  }

  private static func jumping(
    _ name: String, _ keys: String..., toEnd: Bool
  ) -> Command<Explorer> {
    Command(
      name, keys: keys.map { KeyBinding($0) }, traits: .onlyMovesView,
      help: "to the \(name) layer or cell",
      action: { explorer in
        _ = explorer.views.offer { view in
          view.jump(toEnd: toEnd, &explorer.shared) ? true : nil
        }
      })
  }

  private static func finding(
    _ name: String, _ key: String, backward: Bool, help: String
  ) -> Command<Explorer> {
    Command(
      name, Text("TEXT", example: "conv").optional, keys: [KeyBinding(key)],
      traits: .onlyMovesView, help: help,
      action: { explorer, text throws(UserError) in
        if let text { explorer.shared.selection.search = text }
        guard !explorer.shared.selection.search.isEmpty else {
          throw UserError("/ asks what to find")
        }
        _ = try explorer.views.offer { view throws(UserError) in
          try view.find(backward: backward, &explorer.shared) ? true : nil
        }
      })
  }

  private static func asking(
    _ name: String, _ key: String, _ effect: Effect, help: String
  ) -> Command<Explorer> {
    Command(
      name, keys: [KeyBinding(key)], traits: effect == .redraw ? .onlyMovesView : [], help: help,
      action: { $0.shared.effects.append(effect) })
  }
}
