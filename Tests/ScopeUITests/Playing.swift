import ScopeDebugger
import ScopeUI
import TerminalKit

/// A player of scripts on a network, for tests.
func player(
  _ network: String = "lenet5", _ input: String = "digits:42", columns: Int = 80, rows: Int = 24,
  with capabilities: Capabilities = .monochrome
) throws -> Player {
  Player(
    try Session(network: network, input: input), size: Size(columns: columns, rows: rows),
    capabilities: capabilities)
}

extension Player {
  /// The screen after some lines of a script.
  mutating func screen(after lines: String...) throws -> Canvas {
    try play(try Script(lines.joined(separator: "\n"), file: "test"))
    return explorer.draw().canvas
  }
}
