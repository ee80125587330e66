extension Command where State: CommandState {
  /// A command that reads the text behind its name itself.
  package init(
    _ name: String, aliases: [String] = [], arguments: String = "",
    completion: Completion = .nothing, keys: [KeyBinding] = [], traits: CommandTraits = [],
    help: String, applies: (@Sendable (State) -> Bool)? = nil,
    refusal: @escaping @Sendable (State) -> String? = { _ in nil },
    action: @escaping @Sendable (inout State, String) throws(UserError) -> Reply
  ) {
    guard !arguments.isEmpty else {
      self.init(
        name, aliases: aliases, keys: keys, traits: traits, help: help, applies: applies,
        refusal: refusal,
        answer: { (state: inout State) throws(UserError) -> Reply in try action(&state, "") })
      return
    }
    self.init(
      name, UntypedArguments(usage: arguments, completion: completion), aliases: aliases,
      keys: keys, traits: traits, help: help, applies: applies, refusal: refusal, answer: action)
  }
}

/// What a command reads itself; an empty text when there is nothing.
private struct UntypedArguments: CommandParameter {
  let usage: String
  let completion: Completion
  var expectation: String { "a text" }
  var example: String { "" }
  var takesRest: Bool { true }

  func parse(_ reader: inout ArgumentReader, in session: Session) throws(UserError) -> String {
    reader.takeRest() ?? ""
  }
}

extension CommandTable {
  /// The command line that a key stands for; `nil` for a key without meaning.
  public func line(forKey key: String, _ state: State) -> String? {
    meaning(ofKey: key, in: state).map { command, binding in
      binding.arguments.isEmpty ? command.name : "\(command.name) \(binding.arguments)"
    }
  }
}
