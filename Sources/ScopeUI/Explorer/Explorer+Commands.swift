import CNNEngine
import CNNModel
import ScopeDebugger

extension Explorer: CommandState {}

extension Explorer {
  /// All commands of the explorer: those of its views and its own, and those of a session, except
  /// where the explorer has one of that name. Their keys are all that any view gives them.
  package static let commands = CommandTable(CommandRegistry.all)

  /// The keys that mean something everywhere.
  package static let keys = CommandRegistry.bindings(of: CommandRegistry.unbound)

  /// Those of the explorer's own commands.
  static let ownKeys = CommandRegistry.bindings(of: CommandRegistry.own)
}

/// Where the commands of the explorer come together.
private enum CommandRegistry {
  static let own: [Command<Explorer>] =
    ViewCatalog.all.flatMap { $0.commands } + NavigationCommands.all
    + EditCommands.all + [ExportCommand.command, DescribeCommand.command, help]
    + PreferenceCommands.all

  /// The commands with the keys that they have everywhere.
  static let unbound: [Command<Explorer>] = {
    let names = Set(own.map(\.name))
    let others = Session.commands.commands.filter { !names.contains($0.name) }
    return own + others.map { $0.lifted(\.shared.session) }
  }()

  /// The commands with the keys that they have in some view, too.
  static let all = unbound.map { command in
    command.bound(to: viewKeys.filter { $0.command == command.name }.map(\.binding))
  }

  static func bindings(of commands: [Command<Explorer>]) -> [ViewBinding] {
    commands.flatMap { command in
      command.bindings.map { ViewBinding($0, of: command.name) }
    }
  }

  private static let viewKeys: [(command: String, binding: KeyBinding)] =
    ViewCatalog.all.flatMap { $0.allBindings }.flatMap { binding in
      binding.keys.map { (binding.parts.command, KeyBinding($0, binding.parts.arguments)) }
    }

  /// Help on all commands, those of views included.
  private static let help: Command<Explorer> = Command(
    "help", Text("COMMAND or LAYER", example: "step", completion: .command).optional,
    aliases: ["h"], traits: .worksWithoutNetwork,
    help: "list the commands, or explain a command or a layer",
    answer: { explorer, text throws(UserError) in
      Reply(try HelpText.lines(text ?? "", Explorer.commands.supported(by: explorer.session)))
    }
  ).inGroup(.program)
}
