import ScopeDebugger

/// What can be typed, in a line for each group of commands.
enum LineHelp {
  static func lines(_ session: Session) -> [String] {
    let commands = Explorer.commands.supported(by: session)
    let groups = CommandGroup.allCases.compactMap { group -> String? in
      let names = commands.filter { $0.group == group }.map(\.name)
      return names.isEmpty ? nil : "\(group.rawValue): \(names.joined(separator: ", "))"
    }
    return beginning + groups
  }

  private static let beginning = [
    "describe says what is shown; help COMMAND explains a command; quit leaves.",
    "Keys of the explorer may be typed as well, each on a line: s steps forward, S back.",
  ]
}
