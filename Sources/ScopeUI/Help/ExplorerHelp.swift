import CNNEngine
import ScopeDebugger
import TerminalKit

/// The help screen: the keys of the view on top, the commands by group, and the selected layer.
struct ExplorerHelp {
  let lines: [String]

  /// - Parameter columns: how many columns a line may take.
  init(_ explorer: Explorer, columns: Int) {
    let view = explorer.views.top
    let shared = explorer.shared
    let layer = shared.session.network.nodes[shared.selection.node].layer
    let rows = ExplorerHelpRows(columns: columns)
    let here = view.bindings(shared).flatMap { rows.row($0) }
    let groups = CommandGroup.allCases.flatMap { group in
      let commands = Explorer.commands.commands.filter { $0.group == group }
      return commands.isEmpty
        ? [] : ["", group.rawValue.capitalizedFirst, ""] + commands.flatMap { rows.row($0) }
    }
    let words = HelpText.layer(type(of: layer).grammar).flatMap { wrapped($0, to: columns) }
    lines =
      (here.isEmpty ? [] : ["Keys of this view: \(view.title)", ""] + here + [""])
      + ["All keys and commands; a command is typed after :"] + groups
      + ["", "The selected layer", ""] + words
  }
}

/// Keys, name, and what it does, over as many lines as it needs.
private struct ExplorerHelpRows {
  let columns: Int

  func row(_ command: Command<Explorer>) -> [String] {
    row(command.bindings.map(\.key), command.usage, command.help)
  }

  /// The keys of a view, with what their command does.
  func row(_ binding: ViewBinding) -> [String] {
    let command = try? Explorer.commands.command(of: binding.line)
    return row(binding.keys, binding.line, command?.help ?? "")
  }

  /// Where there is little room, what a command does stands below its name.
  private static let narrowMargin = 14

  private func row(_ keys: [String], _ usage: String, _ help: String) -> [String] {
    let head = keys.joined(separator: " ").rightPadded(to: 11) + " " + usage
    let margin = columns < 60 ? Self.narrowMargin : 32
    let help = wrapped(help, to: max(20, columns - margin))
    let isShort = head.columns < margin && margin > Self.narrowMargin
    let first = isShort ? [head.rightPadded(to: margin) + (help.first ?? "")] : [head]
    let rest = isShort ? help.dropFirst() : help[...]
    return first + rest.map { String(repeating: " ", count: margin) + $0 }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
