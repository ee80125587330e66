import ScopeDebugger
import TerminalKit

extension Explorer {
  /// The commands about the explorer itself.
  static let ownCommands: [Command<Explorer>] = [
    Command(
      "set", arguments: "[NAME [VALUE]]",
      completion: .words(Setting.all.map(\.name) + Set(Setting.all.flatMap(\.values)).sorted()),
      help: "palette, background, mouse, scale; without a name, all of them",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.set(text)
      }),
    Command(
      "map", arguments: "[KEY [COMMAND]]", help: "a key for a command: map <F5> restart",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.map(text)
      }),
    Command(
      "unmap", arguments: "KEY", help: "give a key its own meaning back",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.unmap(text)
      }),
    Command(
      "mouse", keys: [KeyBinding("m")], help: "mouse on, off; off lets the terminal select text",
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        try explorer.set("mouse \(explorer.preferences.hasMouse ? "off" : "on")")
      }),
    Command(
      "projector", keys: [KeyBinding("P")],
      help: "large, for an audience: input, kernel, output and formula only",
      refusal: { $0.isProjecting ? nil : $0.projectorRefusal },
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        explorer.isProjecting.toggle()
        return Reply()
      }),
    Command(
      "copy", keys: [KeyBinding("y")],
      help: "copy the command line that shows this again",
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        let line = explorer.commandLine
        explorer.effects.append(.copy(line))
        explorer.message = Message("copied: \(line)")
        return Reply()
      }),
    Command(
      "record", arguments: "[FILE [--over]]", completion: .file,
      help: "keep everything typed as a script that play replays; without a file, stop",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        Reply(try explorer.record(text))
      }),
  ]
}
