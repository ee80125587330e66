public import ScopeDebugger
import TerminalKit

extension Explorer: CommandState {}

extension Explorer {
  /// All commands of the explorer: those of its views and its own, and those of a session, except
  /// where the explorer has one of that name. Their keys are all that any view gives them.
  public static let commands = CommandTable(
    unboundCommands.map { command in
      let keys = viewKeys.filter { $0.command == command.name }.map(\.binding)
      return command.bound(to: keys)
    })

  /// The keys that mean something everywhere.
  static let keys = bindings(of: unboundCommands)

  /// Those of the explorer's own commands.
  static let ownKeys = bindings(of: ownCommands)

  private static func bindings(of commands: [Command<Explorer>]) -> [ViewBinding] {
    commands.flatMap { command in
      command.bindings.map { ViewBinding($0, of: command.name) }
    }
  }

  private static let ownCommands: [Command<Explorer>] =
    ViewCatalog.all.flatMap { $0.commands } + navigation + [exporting, help] + preferences

  /// The commands with the keys that they have everywhere.
  private static let unboundCommands: [Command<Explorer>] = {
    let names = Set(ownCommands.map(\.name))
    let others = Session.commands.commands.filter { !names.contains($0.name) }
    return ownCommands + others.map { $0.lifted(\.session) }
  }()

  /// The keys of all views.
  private static let viewKeys: [(command: String, binding: KeyBinding)] =
    ViewCatalog.all.flatMap { $0.allBindings }.flatMap { binding in
      binding.keys.map { (binding.parts.command, KeyBinding($0, binding.parts.arguments)) }
    }

  /// The session's help knows nothing of views; this one does.
  private static let help: Command<Explorer> = Command(
    "help", Text("COMMAND or LAYER", example: "step", completion: .command).optional,
    aliases: ["h"], help: "what can be done, or what a command or a layer means",
    answer: { _, text throws(UserError) in
      Reply(try HelpText.lines(text ?? "", Explorer.commands.commands))
    }
  ).inGroup(.program)
}
