import CNNModel
import ScopeDebugger
import TerminalKit

/// The help screen: the commands of the topmost view that has keys, all commands by group, and the
/// selected layer.
struct ExplorerHelp {
  let lines: [String]

  /// - Parameter columns: how many columns a line may take.
  init(_ explorer: Explorer, columns: Int) {
    let shared = explorer.shared
    lines =
      Self.here(explorer.views, shared, columns)
      + ["All keys and commands; a command is typed after :"]
      + CommandGroup.allCases.flatMap { Self.group($0, shared.session, columns) }
      + Self.selectedLayer(shared, columns)
  }

  private static func selectedLayer(_ shared: SharedState, _ columns: Int) -> [String] {
    guard shared.session.hasNetwork else { return [] }
    let layer = shared.session.network.nodes[shared.selection.node].layer
    let lines = HelpText.layer(type(of: layer).grammar)
    return ["", "The selected layer", ""] + lines.flatMap { wrapped($0, to: columns) }
  }

  private static func here(
    _ views: ViewStack, _ shared: SharedState, _ columns: Int
  ) -> [String] {
    var keys: [(command: String, keys: [String])] = []
    for binding in views.footerBindings(shared) {
      let name = binding.parts.command
      if let index = keys.firstIndex(where: { $0.command == name }) {
        keys[index].keys += binding.keys
      } else {
        keys.append((name, binding.keys))
      }
    }
    let rows = keys.flatMap { entry -> [String] in
      guard let command = try? Explorer.commands.command(named: entry.command) else { return [] }
      return HelpRow(entry.keys, command).lines(columns)
    }
    return rows.isEmpty ? [] : ["Here: \(views.speaking.title)", ""] + rows + [""]
  }

  private static func group(
    _ group: CommandGroup, _ session: Session, _ columns: Int
  ) -> [String] {
    let commands = Explorer.commands.supported(by: session).filter { $0.group == group }
    guard !commands.isEmpty else { return [] }
    return ["", group.rawValue.prefix(1).uppercased() + group.rawValue.dropFirst(), ""]
      + commands.flatMap { HelpRow($0.bindings.map(\.key), $0).lines(columns) }
  }
}

/// Keys, a command, and what it does, over as many lines as it needs.
private struct HelpRow {
  private let head: String
  private let help: String

  init(_ keys: [String], _ command: Command<Explorer>) {
    head = keys.joined(separator: " ").rightPadded(to: 11) + " " + command.usage
    help = command.help
  }

  /// Where there is little room, what a command does stands below its name.
  private static let narrowMargin = 14

  func lines(_ columns: Int) -> [String] {
    let margin = columns < 60 ? Self.narrowMargin : 32
    let help = wrapped(help, to: max(20, columns - margin))
    let isShort = head.columns < margin && margin > Self.narrowMargin
    let first = isShort ? [head.rightPadded(to: margin) + (help.first ?? "")] : [head]
    let rest = isShort ? help.dropFirst() : help[...]
    return first + rest.map { String(repeating: " ", count: margin) + $0 }
  }
}
