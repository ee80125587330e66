import CNNModel

/// Something that can be done, as data: dispatch, completion, footers, the help screen and the tables
/// of the documentation are read from it.
///
/// What it takes is declared once, as `CommandParameter` values; its action gets their values:
/// ```swift
/// Command(
///   "step", WholeNumber.count.optional, help: "one phase forward, or N",
///   action: { session, count in session.run(.phases(count ?? 1)) })
/// ```
public struct Command<State: Sendable>: Sendable {
  /// What is typed: one lowercase word, `lr` or `step-back`.
  public let name: String
  /// Further names, which mean the same.
  public let aliases: [String]
  /// The name, and what follows it: `step [N]`.
  public let usage: String
  /// The keys that stand for it, with their arguments.
  public private(set) var bindings: [KeyBinding]
  /// What it does, in one line, without a period at its end.
  public let help: String
  /// What else help says about it, line by line.
  public private(set) var details: [String] = []
  /// What else follows from doing it.
  public private(set) var traits: CommandTraits
  /// Where help lists it.
  public private(set) var group = CommandGroup.program
  /// Why it cannot be done right now; `nil` when it can.
  public let refusal: @Sendable (State) -> String?
  /// What each argument can be completed with, and whether it reaches to the end of the line.
  private let completions: [(Completion, takesRest: Bool)]
  /// Reads the arguments and forgets them.
  private let check: @Sendable (inout ArgumentReader, Session) throws(UserError) -> Void
  /// Reads the arguments; what they lead to is done later.
  package let prepare: @Sendable (inout ArgumentReader, State) throws(UserError) -> Action

  /// What a command does, with its arguments.
  package typealias Action = @Sendable (inout State) throws(UserError) -> Reply

  /// What an argument can be completed with, counted from 0.
  package func completion(ofArgument index: Int) -> Completion {
    if index < completions.count { return completions[index].0 }
    guard let last = completions.last, last.takesRest else { return .nothing }
    return last.0
  }

  /// Whether it takes a text as its arguments.
  package func accepts(_ text: String, in session: Session) -> Bool {
    var reader = ArgumentReader(text, of: name)
    return (try? check(&reader, session)) != nil
  }

  /// The same command with more keys, where views give it some.
  package func bound(to keys: [KeyBinding]) -> Self {
    var copy = self
    for key in keys
    where !copy.bindings.contains(where: { $0.key == key.key && $0.arguments == key.arguments }) {
      copy.bindings.append(key)
    }
    return copy
  }

  /// The same command, listed in a group.
  package func inGroup(_ group: CommandGroup) -> Self {
    var copy = self
    copy.group = group
    return copy
  }

  /// The same command with more lines of help.
  package func detailed(_ lines: [String]) -> Self {
    var copy = self
    copy.details = lines
    return copy
  }

  /// The same command with further traits.
  package func with(_ traits: CommandTraits) -> Self {
    var copy = self
    copy.traits.formUnion(traits)
    return copy
  }
}

extension Command where State: CommandState {
  /// A command that answers.
  ///
  /// - Parameters:
  ///   - refusal: why it cannot be done right now.
  package init<each Parameter: CommandParameter>(
    _ name: String, _ parameters: repeat each Parameter, aliases: [String] = [],
    keys: [KeyBinding] = [], traits: CommandTraits = [], help: String,
    refusal: @escaping @Sendable (State) -> String? = { _ in nil },
    answer:
      @escaping @Sendable (inout State, repeat (each Parameter).Value) throws(UserError) -> Reply
  ) {
    (self.name, self.aliases, bindings) = (name, aliases, keys)
    (self.traits, self.help, self.refusal) = (traits, help, refusal)
    let all = (repeat each parameters)
    var words = [name]
    var completions: [(Completion, takesRest: Bool)] = []
    for parameter in repeat each all {
      words.append(parameter.usage)
      completions.append((parameter.completion, parameter.takesRest))
    }
    let usage = words.joined(separator: " ")
    (self.usage, self.completions) = (usage, completions)
    check = { reader, session throws(UserError) in
      _ = (repeat try (each all).parse(&reader, in: session))
      try reader.expectEnd(usage)
    }
    prepare = { reader, state throws(UserError) in
      let values = (repeat try (each all).parse(&reader, in: state.session))
      try reader.expectEnd(usage)
      return { state throws(UserError) in try answer(&state, repeat each values) }
    }
  }

  /// A command that answers nothing.
  package init<each Parameter: CommandParameter>(
    _ name: String, _ parameters: repeat each Parameter, aliases: [String] = [],
    keys: [KeyBinding] = [], traits: CommandTraits = [], help: String,
    refusal: @escaping @Sendable (State) -> String? = { _ in nil },
    action:
      @escaping @Sendable (inout State, repeat (each Parameter).Value) throws(UserError) -> Void
  ) {
    self.init(
      name, repeat each parameters, aliases: aliases, keys: keys, traits: traits, help: help,
      refusal: refusal,
      answer: {
        (state: inout State, values: repeat (each Parameter).Value) throws(UserError) -> Reply in
        try action(&state, repeat each values)
        return Reply()
      })
  }

  /// A command that takes nothing and answers.
  package init(
    _ name: String, aliases: [String] = [], keys: [KeyBinding] = [], traits: CommandTraits = [],
    help: String,
    refusal: @escaping @Sendable (State) -> String? = { _ in nil },
    answer: @escaping @Sendable (inout State) throws(UserError) -> Reply
  ) {
    (self.name, self.aliases, bindings, usage) = (name, aliases, keys, name)
    (self.traits, self.help, self.refusal) = (traits, help, refusal)
    completions = []
    check = { reader, _ throws(UserError) in try reader.expectEnd(name) }
    prepare = { reader, _ throws(UserError) in
      try reader.expectEnd(name)
      return answer
    }
  }

  /// A command that takes nothing and answers nothing.
  package init(
    _ name: String, aliases: [String] = [], keys: [KeyBinding] = [], traits: CommandTraits = [],
    help: String,
    refusal: @escaping @Sendable (State) -> String? = { _ in nil },
    action: @escaping @Sendable (inout State) throws(UserError) -> Void
  ) {
    self.init(
      name, aliases: aliases, keys: keys, traits: traits, help: help,
      refusal: refusal,
      answer: { (state: inout State) throws(UserError) -> Reply in
        try action(&state)
        return Reply()
      })
  }
}

extension Command {
  /// The same command of a state that contains this one's.
  package func lifted<Outer>(
    _ part: any WritableKeyPath<Outer, State> & Sendable
  ) -> Command<Outer> {
    Command<Outer>(lifting: self, part)
  }

  private init<Inner>(
    lifting inner: Command<Inner>, _ part: any WritableKeyPath<State, Inner> & Sendable
  ) {
    (name, aliases, usage, bindings) = (inner.name, inner.aliases, inner.usage, inner.bindings)
    (help, traits, group) = (inner.help, inner.traits, inner.group)
    (completions, check) = (inner.completions, inner.check)
    let (refusal, prepare) = (inner.refusal, inner.prepare)
    self.refusal = { refusal($0[keyPath: part]) }
    self.prepare = { reader, state throws(UserError) in
      let action = try prepare(&reader, state[keyPath: part])
      return { state throws(UserError) in try action(&state[keyPath: part]) }
    }
  }
}

extension Array {
  /// Commands, all listed in one group.
  package func inGroup<State>(_ group: CommandGroup) -> Self where Element == Command<State> {
    map { $0.inGroup(group) }
  }

  /// Commands, all with further traits.
  package func with<State>(_ traits: CommandTraits) -> Self where Element == Command<State> {
    map { $0.with(traits) }
  }
}

/// What a command answers.
public struct Reply: Hashable, Sendable {
  /// Lines of text; none when there is nothing to say.
  public var lines: [String]

  /// An answer of several lines, or none.
  public init(_ lines: [String] = []) { self.lines = lines }
  /// An answer of one line.
  public init(_ line: String) { lines = [line] }
}
