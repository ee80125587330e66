import CNNModel

/// What commands act on: it has a session, in which names of layers and tensors are looked up.
public protocol CommandState: Sendable, SendableMetatype {
  /// What is opened.
  var session: Session { get }
}

extension Session: CommandState {
  /// Itself.
  public var session: Session { self }
}

/// All commands that a state knows.
public struct CommandTable<State: CommandState>: Sendable {
  /// In the order in which help lists them.
  public let commands: [Command<State>]

  /// A table of these commands.
  public init(_ commands: [Command<State>]) { self.commands = commands }

  /// Executes a line.
  ///
  /// - Throws: ``UserError`` when `invocation(of:in:)` does, or when it fails.
  @discardableResult
  public func perform(_ line: String, _ state: inout State) throws(UserError) -> Reply {
    try invocation(of: line, in: state)?.perform(&state) ?? Reply()
  }

  /// Reads a line: a name, an alias or a beginning that only one name has, or a key; and arguments.
  ///
  /// - Returns: `nil` for a line without words.
  /// - Throws: ``UserError`` when there is no such command, it is refused, or does not take these
  ///   arguments.
  package func invocation(
    of line: String, in state: State
  ) throws(UserError) -> CommandInvocation<State>? {
    let (word, text) = Self.parts(of: line)
    guard !word.isEmpty else { return nil }
    if !isName(word), let meaning = meaning(ofKey: word) {
      let arguments = [meaning.binding.arguments, text].filter { !$0.isEmpty }
      return try invocation(of: meaning.command, arguments.joined(separator: " "), in: state)
    }
    return try invocation(of: try command(named: word), text, in: state)
  }

  private func invocation(
    of command: Command<State>, _ text: String, in state: State
  ) throws(UserError) -> CommandInvocation<State> {
    guard state.session.supports(command.traits) else {
      throw state.session.needsNetwork(command.name)
    }
    if let refusal = command.refusal(state) { throw UserError(refusal) }
    var reader = ArgumentReader(text, of: command.name)
    return CommandInvocation(command, text, try command.prepare(&reader, state))
  }

  /// The command that a key stands for, and its binding; `nil` for a key without meaning.
  private func meaning(
    ofKey key: String
  ) -> (command: Command<State>, binding: KeyBinding)? {
    for command in commands {
      for binding in command.bindings where binding.key == key {
        return (command, binding)
      }
    }
    return nil
  }

  /// The commands that work with what is opened.
  package func supported(by session: Session) -> [Command<State>] {
    commands.filter { session.supports($0.traits) }
  }

  package func isName(_ word: String) -> Bool {
    commands.contains { $0.name == word || $0.aliases.contains(word) }
  }

  /// The first word of a line, and the rest of it.
  private static func parts(of line: String) -> (word: String, text: String) {
    let words = line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
    return (words.first.map(String.init) ?? "", words.count > 1 ? words[1].trimmed : "")
  }
}

extension CommandTable {
  /// The command with a name, an alias, or a beginning that only one name has.
  ///
  /// - Throws: ``UserError`` naming the nearest there is.
  public func command(named name: String) throws(UserError) -> Command<State> {
    if let exact = commands.first(where: { $0.name == name || $0.aliases.contains(name) }) {
      return exact
    }
    let candidates = commands.filter { $0.name.hasPrefix(name) }
    if candidates.count == 1 { return candidates[0] }
    if candidates.count > 1 {
      throw UserError("\"\(name)\" can be \(candidates.map(\.name).joined(separator: ", "))")
    }
    throw unknown(name)
  }

  /// The command that a line begins with.
  ///
  /// - Throws: ``UserError`` when there is none.
  package func command(of line: String) throws(UserError) -> Command<State> {
    try command(named: Self.parts(of: line).word)
  }

  /// A line with the whole name of its command and single blanks: equal for lines that mean the same.
  package func canonicalText(of line: String) -> String {
    let (word, text) = Self.parts(of: line)
    let name = (try? command(named: word))?.name ?? word
    return ([name] + PathWord.split(text[...]).map { String($0.typed) }).joined(separator: " ")
  }

  private func unknown(_ name: String) -> UserError {
    let near = nearest(to: name, in: commands.flatMap { [$0.name] + $0.aliases })
    return UserError(
      "there is no command \"\(name)\"; "
        + (near.map { "did you mean \"\($0)\"?" } ?? "help lists them"))
  }
}

/// A command with its arguments, read once and ready to be done.
public struct CommandInvocation<State: Sendable>: Sendable {
  /// The command.
  public let command: Command<State>
  /// The command's whole name and its arguments, with single blanks.
  public let text: String
  private let action: Command<State>.Action

  init(_ command: Command<State>, _ arguments: String, _ action: @escaping Command<State>.Action) {
    (self.command, self.action) = (command, action)
    let words = [command.name] + PathWord.split(arguments[...]).map { String($0.typed) }
    text = words.joined(separator: " ")
  }

  /// The command's traits.
  public var traits: CommandTraits { command.traits }

  /// Does it.
  ///
  /// - Throws: ``UserError`` when it fails.
  public func perform(_ state: inout State) throws(UserError) -> Reply { try action(&state) }
}
