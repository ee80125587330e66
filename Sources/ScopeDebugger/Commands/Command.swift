import CNNModel

/// A key, and the arguments of the command that it stands for.
public struct KeyBinding: Hashable, Sendable {
  /// As in scripts: `s`, `<Enter>`, `<C-l>`.
  public let key: String
  public let arguments: String

  public init(_ key: String, _ arguments: String = "") {
    (self.key, self.arguments) = (key, arguments)
  }
}

/// What the argument of a command can be completed with.
public enum Completion: Hashable, Sendable {
  case nothing, layer, tensor, network, sample, command, file
  case words([String])
}

/// Something that can be done, as data: dispatch, completion, the footer, the help screen and the
/// tables of the documentation are read from it.
public struct Command<State>: Sendable {
  public let name: String
  public let aliases: [String]
  /// As help shows them: `[N]`, `LAYER`.
  public let arguments: String
  public let completion: Completion
  public let bindings: [KeyBinding]
  /// One line.
  public let help: String
  /// Whether its keys mean it here: views may give a key a meaning of their own.
  public let applies: @Sendable (State) -> Bool
  /// Whether it belongs to a view of its own: its keys come before those that mean it everywhere.
  public let isOfOneView: Bool
  /// Why it cannot be done right now; `nil` when it can.
  public let refusal: @Sendable (State) -> String?
  let action: @Sendable (inout State, String) throws(UserError) -> Reply

  public init(
    _ name: String, aliases: [String] = [], arguments: String = "",
    completion: Completion = .nothing, keys: [KeyBinding] = [], help: String,
    applies: (@Sendable (State) -> Bool)? = nil,
    refusal: @escaping @Sendable (State) -> String? = { _ in nil },
    action: @escaping @Sendable (inout State, String) throws(UserError) -> Reply
  ) {
    (self.name, self.aliases, self.arguments) = (name, aliases, arguments)
    (self.completion, bindings, self.help) = (completion, keys, help)
    self.applies = applies ?? { _ in true }
    isOfOneView = applies != nil
    (self.refusal, self.action) = (refusal, action)
  }

  /// The same command of a state that contains this one's.
  public func lifted<Outer>(
    _ part: any WritableKeyPath<Outer, State> & Sendable
  ) -> Command<Outer> {
    let (applies, refusal, action) = (applies, refusal, action)
    let here: @Sendable (Outer) -> Bool = { applies($0[keyPath: part]) }
    return Command<Outer>(
      name, aliases: aliases, arguments: arguments, completion: completion, keys: bindings,
      help: help, applies: isOfOneView ? here : nil, refusal: { refusal($0[keyPath: part]) },
      action: { (outer: inout Outer, arguments: String) throws(UserError) -> Reply in
        try action(&outer[keyPath: part], arguments)
      })
  }
}

/// What a command answers.
public struct Reply: Hashable, Sendable {
  public var lines: [String]
  /// Whether the program is to end.
  public var isQuit = false

  public init(_ lines: [String] = []) { self.lines = lines }
  public init(_ line: String) { lines = [line] }
}

/// All commands that a state knows.
public struct CommandTable<State>: Sendable {
  public let commands: [Command<State>]

  public init(_ commands: [Command<State>]) { self.commands = commands }

  /// Does what a line says: a name, an alias or a beginning that only one name has, and arguments.
  ///
  /// - Throws: ``UserError`` when there is no such command, it is refused, or it fails.
  public func perform(_ line: String, _ state: inout State) throws(UserError) -> Reply {
    let words = line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
    guard let name = words.first else { return Reply() }
    let command = try command(typed: String(name), state)
    let text = words.count > 1 ? words[1].trimmed : ""
    guard let command else {
      return try perform("\(self.line(forKey: String(name), state) ?? "") \(text)", &state)
    }
    guard text.isEmpty || !command.arguments.isEmpty else {
      throw UserError("\(command.name) takes nothing behind it, not \"\(text)\"")
    }
    if let refusal = command.refusal(state) { throw UserError(refusal) }
    return try command.action(&state, text)
  }

  /// The command that a word means; `nil` for a word that is no name but a key.
  private func command(typed word: String, _ state: State) throws(UserError) -> Command<State>? {
    let isName = commands.contains { $0.name == word || $0.aliases.contains(word) }
    if !isName, line(forKey: word, state) != nil { return nil }
    return try command(named: word)
  }

  /// The command with a name, an alias, or a beginning that only one name has.
  ///
  /// - Throws: ``UserError`` naming the nearest there is.
  public func command(named name: String) throws(UserError) -> Command<State> {
    if let exact = commands.first(where: { $0.name == name || $0.aliases.contains(name) }) {
      return exact
    }
    let beginnings = commands.filter { $0.name.hasPrefix(name) }
    if beginnings.count == 1 { return beginnings[0] }
    if beginnings.count > 1 {
      let names = beginnings.map(\.name).joined(separator: ", ")
      throw UserError("\"\(name)\" can be \(names)")
    }
    let near = nearest(to: name, in: commands.flatMap { [$0.name] + $0.aliases })
    throw UserError(
      "there is no command \"\(name)\"; "
        + (near.map { "did you mean \"\($0)\"?" } ?? "help lists them"))
  }

  /// The command line that a key stands for: of the first command that has the key and applies,
  /// those of one view before the others; `nil` for a key without meaning.
  public func line(forKey key: String, _ state: State) -> String? {
    for command in commands.filter(\.isOfOneView) + commands.filter({ !$0.isOfOneView }) {
      for binding in command.bindings where binding.key == key && command.applies(state) {
        return binding.arguments.isEmpty ? command.name : "\(command.name) \(binding.arguments)"
      }
    }
    return nil
  }
}

extension StringProtocol {
  /// Without blanks at both ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
