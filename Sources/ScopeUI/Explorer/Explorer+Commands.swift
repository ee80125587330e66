import CNNEngine
import CNNModel
public import ScopeDebugger
import TerminalKit

extension Explorer {
  /// All commands of the explorer: those that move views, and those of a session, except where the
  /// explorer has its own of that name.
  public static let commands: CommandTable<Explorer> = {
    let own =
      lessonCommands + weighing + microscopy + trainingCommands + viewing
      + [predicting, exporting] + labCommands + ownCommands + [leavingLesson, help]
    let names = Set(own.map(\.name))
    let others = Session.commands.commands.filter { !names.contains($0.name) }
    return CommandTable(own + others.map { $0.lifted(\.session) })
  }()

  /// The session's help knows nothing of views; this one does.
  private static let help: Command<Explorer> = Command(
    "help", aliases: ["h"], arguments: "[COMMAND or LAYER]", completion: .command,
    help: "what can be done, or what a command or a layer means",
    action: { (_: inout Explorer, text: String) throws(UserError) -> Reply in
      Reply(try HelpText.lines(text, Explorer.commands.commands))
    })

  private static let viewing: [Command<Explorer>] = [
    moving("up", "k", "<Up>") { $0.move(rows: -1, columns: 0) },
    moving("down", "j", "<Down>") { $0.move(rows: 1, columns: 0) },
    moving("left", "h", "<Left>") { $0.move(rows: 0, columns: -1) },
    moving("right", "l", "<Right>") { $0.move(rows: 0, columns: 1) },
    moving("first", "g", "<Home>", help: "to the first layer or cell") { $0.jump(toEnd: false) },
    moving("last", "G", "<End>", help: "to the last layer or cell") { $0.jump(toEnd: true) },
    moving("page-up", "<PgUp>", "<C-b>", help: "a page up") { $0.move(rows: -10, columns: 0) },
    moving("page-down", "<PgDn>", "<C-f>", help: "a page down") { $0.move(rows: 10, columns: 0) },
    Command(
      "pane", arguments: "[next|back|layers|maps|loss]",
      completion: .words(["next", "back", "layers", "maps", "loss"]),
      keys: [
        KeyBinding("<Tab>", "next"), KeyBinding("<S-Tab>", "back"), KeyBinding("1", "layers"),
        KeyBinding("2", "maps"), KeyBinding("3", "loss"), KeyBinding("<Enter>", "maps"),
      ],
      help: "where the arrows act",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.focus(text)
        return Reply()
      }),
    Command(
      "show", arguments: "activation|gradient|weights|original [N]",
      completion: .words(["activation", "gradient", "weights", "original"]),
      keys: [
        KeyBinding("a", "activation"), KeyBinding("d", "gradient"), KeyBinding("w", "weights"),
      ],
      help: "what the maps show; weights again shows the next parameter and their gradients, "
        + "activation again on the input the image as it came",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.show(text)
        return Reply()
      }),
    Command(
      "channel", arguments: "[next|back|N]", completion: .words(["next", "back"]),
      keys: [KeyBinding("]", "next"), KeyBinding("[", "back")], help: "another map",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.choose(channel: text)
        return Reply()
      }),
    Command(
      "zoom", arguments: "[in|out|fit]", completion: .words(["in", "out", "fit"]),
      keys: [KeyBinding("+", "in"), KeyBinding("-", "out")], help: "size of the cells of a map",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.zoom(text)
        return Reply()
      }),
    Command(
      "scale", arguments: "[map|layer|network]",
      completion: .words(ScaleScope.allCases.map(\.rawValue)), keys: [KeyBinding("v")],
      help: "what the palette's ends are taken from",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        guard let scope = text.isEmpty ? explorer.view.scale.next : ScaleScope(rawValue: text)
        else {
          throw UserError("scale is map, layer or network, not \"\(text)\"")
        }
        explorer.view.scale = scope
        return Reply("scale of the \(scope.rawValue)")
      }),
    Command(
      "toggle", keys: [KeyBinding("<Space>")], help: "breakpoint on the selected layer",
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        let name = explorer.session.network.nodes[explorer.view.node].name
        return try Session.commands.perform("break \(name)", &explorer.session)
      }),
    Command(
      "go", arguments: "TENSOR[CELL]", completion: .tensor,
      help: "select a layer, a tensor or a cell: conv2, conv2.gradient, conv2[3,4,5]",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.go(to: text)
        return Reply()
      }),
    Command(
      "find", arguments: "[TEXT]", keys: [KeyBinding("n")],
      help: "the next layer whose line holds the text",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.find(text, backward: false)
        return Reply()
      }),
    Command(
      "find-back", arguments: "[TEXT]", keys: [KeyBinding("N")],
      help: "the layer before whose line holds the text",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.find(text, backward: true)
        return Reply()
      }),
    moving("search", "/", help: "find a layer") { $0.ask(.find) },
    moving("command", ":", help: "type a command") { $0.ask(.command) },
    moving("keys", "?", "<F1>", help: "this help") { $0.openHelp() },
    moving("redraw", "<C-l>", help: "draw the screen again") { $0.effects.append(.redraw) },
    moving("suspend", "<C-z>", help: "back to the shell for a while") {
      $0.effects.append(.suspend)
    },
    moving("pause", "<C-c>", help: "stop what runs, or leave") { $0.session.cancel() },
    moving("leave", "q", help: "back, and at last out of the program") { $0.leave() },
    moving("close", "<Esc>", "<C-g>", help: "back, but never out of the program") { $0.close() },
    moving("leave-now", "Q", help: "out of the program at once") { $0.effects += $0.quit() },
  ]

  /// A command without arguments.
  private static func moving(
    _ name: String, _ keys: String..., help: String? = nil,
    _ action: @escaping @Sendable (inout Explorer) -> Void
  ) -> Command<Explorer> {
    Command(
      name, keys: keys.map { KeyBinding($0) }, help: help ?? "move the selection or the cursor",
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        action(&explorer)
        return Reply()
      })
  }
}
