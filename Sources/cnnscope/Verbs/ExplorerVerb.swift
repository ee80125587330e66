import ArgumentParser
import ScopeDebugger

/// `cnnscope [NETWORK] [INPUT]`: the screen on which a network is looked at.
struct ExplorerVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Open the explorer; the word explore may be left out.",
    discussion: "Example: cnnscope lenet5 digits:42")

  @Argument(help: .network, completion: .networks) var network = "lenet5"
  @Argument(help: .input, completion: .inputs) var input = "digits:42"
  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions

  func run() throws {
    throw UserError("the explorer is not there yet; cnnscope --help names the verbs that are")
  }
}
