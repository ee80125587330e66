/// What a command takes after its name, declared once: usage, completion and the sentences for wrong
/// arguments come from here, and the action gets the value.
package protocol CommandParameter: Sendable {
  associatedtype Value: Sendable

  /// As help shows it: `N`, `in|out|fit`, `[LAYER]`.
  var usage: String { get }
  /// What it has to be, in a few words: `a whole number from 1 to 9`.
  var expectation: String { get }
  /// Something that it takes: `3`.
  var example: String { get }
  var completion: Completion { get }
  /// Whether it takes all words to the end of the line.
  var takesRest: Bool { get }

  /// Takes its words.
  ///
  /// - Parameter session: where names are looked up.
  /// - Throws: ``UserError`` when they are missing or wrong.
  func parse(
    _ reader: inout ArgumentReader, in session: Session
  ) throws(UserError) -> Value
}

extension CommandParameter {
  package var completion: Completion { .nothing }
  package var takesRest: Bool { false }

  /// `goto needs a whole number of at least 0, as in goto 12`
  func missing(in reader: ArgumentReader) -> UserError {
    UserError("\(reader.command) needs \(expectation), as in \(reader.command) \(example)")
  }

  /// `goto takes a whole number of at least 0, not "x"`
  func wrong(_ text: String, in reader: ArgumentReader) -> UserError {
    UserError("\(reader.command) takes \(expectation)\(reader.alternative), not \"\(text)\"")
  }
}

/// What an argument of a command can be completed with.
package indirect enum Completion: Hashable, Sendable {
  case nothing, layer, tensor, network, sample, command, file
  /// A layer or a class whose channel follows in brackets.
  case channel
  /// A tensor of these whose cell follows in brackets, or the loss.
  case number(NumberRole)
  /// A tensor whose numbers can be set.
  case settable
  /// A place that is held, or all of them.
  case held
  /// A tensor, its shape, or a figure of the step.
  case value
  case words([String])
  /// One of the words, or a file.
  case wordsOrFile([String])
  /// One of some words, and behind it one of those that belong to it.
  case keyed([KeyedWords])
  /// One of the words, or a layer's pass and a rule of it.
  case fault([String])
  /// What one or the other has.
  case either(Completion, Completion)

  /// What both have.
  static func + (one: Completion, other: Completion) -> Completion {
    if case .words(let first) = one, case .words(let second) = other {
      return .words(first + second)
    }
    if one == .nothing || other == .nothing { return one == .nothing ? other : one }
    return .either(one, other)
  }
}

/// Which numbers a command is about.
package enum NumberRole: Hashable, Sendable {
  /// All that were computed.
  case any
  /// Those that a layer, the loss or an update has made of others.
  case made
  /// Those of the outputs of layers, and their gradients.
  case output
  /// Those of activations and their gradients.
  case unit
  /// Weights and the numbers of the input, by which the loss has a slope.
  case source

  /// Whether the loss is among them.
  package var hasLoss: Bool { self == .any || self == .made }

  /// Whether the cells of a tensor are among them.
  package func holds(_ tensor: TensorReference, _ debugger: Debugger) -> Bool {
    let isInput = debugger.network.nodes[tensor.node].isSource
    switch (self, tensor.kind) {
    case (.any, _): return true
    case (.made, .activation): return !isInput
    case (.made, .parameter), (.made, .statistic): return debugger.state.updates > 0
    case (.made, _): return true
    case (.output, .activation), (.output, .gradient): return !isInput
    case (.unit, .activation), (.unit, .gradient): return true
    case (.source, .activation), (.source, .gradient): return isInput
    case (.source, .parameter), (.source, .parameterGradient): return true
    case (.output, _), (.unit, _), (.source, _): return false
    }
  }
}

/// A word, and what can stand behind it.
package struct KeyedWords: Hashable, Sendable {
  package let key: String
  package let words: [String]

  package init(_ key: String, _ words: [String]) { (self.key, self.words) = (key, words) }
}

/// A parameter of one word.
package protocol WordParameter: CommandParameter {
  /// The value of a word; `nil` for one that has not the expected form.
  ///
  /// - Throws: ``UserError`` with a sentence of its own, where there is more to say.
  func value(of word: String, in session: Session) throws(UserError) -> Value?
}

extension WordParameter {
  package func parse(
    _ reader: inout ArgumentReader, in session: Session
  ) throws(UserError) -> Value {
    guard let word = reader.takeWord() else { throw missing(in: reader) }
    guard let value = try value(of: word, in: session) else { throw wrong(word, in: reader) }
    return value
  }
}

/// A parameter that takes the rest of the line.
package protocol TextParameter: CommandParameter {
  /// The value of a text; `nil` for one that has not the expected form.
  ///
  /// - Throws: ``UserError`` with a sentence of its own, where there is more to say.
  func value(of text: String, in session: Session) throws(UserError) -> Value?
}

extension TextParameter {
  package var takesRest: Bool { true }

  package func parse(
    _ reader: inout ArgumentReader, in session: Session
  ) throws(UserError) -> Value {
    guard let text = reader.takeRest() else { throw missing(in: reader) }
    guard let value = try value(of: text, in: session) else { throw wrong(text, in: reader) }
    return value
  }
}

/// A parameter that can be left out; its value is `nil` then.
package struct OptionalParameter<Wrapped: CommandParameter>: CommandParameter {
  let wrapped: Wrapped

  package var usage: String { "[\(wrapped.usage)]" }
  package var expectation: String { wrapped.expectation }
  package var example: String { wrapped.example }
  package var completion: Completion { wrapped.completion }
  package var takesRest: Bool { wrapped.takesRest }

  package func parse(
    _ reader: inout ArgumentReader, in session: Session
  ) throws(UserError) -> Wrapped.Value? {
    reader.isAtEnd ? nil : try wrapped.parse(&reader, in: session)
  }
}

/// A parameter in whose place `none` can stand; its value is `nil` then.
package struct ParameterOrNone<Wrapped: CommandParameter>: CommandParameter {
  let wrapped: Wrapped

  package var usage: String { "\(wrapped.usage)|none" }
  package var expectation: String { "\(wrapped.expectation), or none" }
  package var example: String { wrapped.example }
  package var completion: Completion { wrapped.completion + .words(["none"]) }
  package var takesRest: Bool { wrapped.takesRest }

  package func parse(
    _ reader: inout ArgumentReader, in session: Session
  ) throws(UserError) -> Wrapped.Value? {
    guard let word = reader.nextWord else { throw missing(in: reader) }
    reader.alternative = ", or none"
    guard word == "none" else { return try wrapped.parse(&reader, in: session) }
    _ = reader.takeWord()
    return nil
  }
}

extension CommandParameter {
  package var optional: OptionalParameter<Self> { OptionalParameter(wrapped: self) }
  package var orNone: ParameterOrNone<Self> { ParameterOrNone(wrapped: self) }
}
