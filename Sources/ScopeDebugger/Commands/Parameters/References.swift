import CNNModel

/// The name of a layer; its value is the number of its node.
package struct LayerName: TextParameter {
  package typealias Value = Int

  /// Why a layer cannot be meant; `nil` where it can.
  package typealias Refusal = @Sendable (Int, Network) -> String?

  private let refusal: Refusal

  package init(refusing refusal: @escaping Refusal = { _, _ in nil }) { self.refusal = refusal }

  package var usage: String { "LAYER" }
  package var expectation: String { "a layer" }
  package var example: String { "conv1" }
  package var completion: Completion { .layer }

  package func value(of text: String, in session: Session) throws(UserError) -> Int? {
    let node = try session.debugger.names.node(named: text)
    if let reason = refusal(node, session.network) { throw UserError(reason) }
    return node
  }
}

/// The whole name of a tensor: `conv1`, `conv1.weight.gradient`.
package struct TensorName: WordParameter {
  package typealias Value = TensorReference

  package init() {}

  package var usage: String { "TENSOR" }
  package var expectation: String { "a tensor" }
  package var example: String { "conv1" }
  package var completion: Completion { .tensor }

  package func value(
    of word: String, in session: Session
  ) throws(UserError) -> TensorReference? {
    guard session.hasNetwork else { throw session.needsNetwork(word) }
    return try session.debugger.names.reference(named: word)
  }
}

/// A number of the current step that was computed: `conv2[3,4,5]`, `loss`.
package struct CellName: TextParameter {
  package typealias Value = NumberReference

  /// Whether it is one of the subject that is looked at, of two side by side, and not always of A.
  private let isLookedAt: Bool
  private let role: NumberRole

  /// - Parameter role: which numbers are offered.
  package init(_ role: NumberRole = .any, isLookedAt: Bool = false) {
    (self.role, self.isLookedAt) = (role, isLookedAt)
  }

  package var usage: String { "CELL" }
  package var expectation: String { "a cell" }
  package var example: String { "conv1[0,3,4]" }
  package var completion: Completion { .number(role) }

  package func value(
    of text: String, in session: Session
  ) throws(UserError) -> NumberReference? {
    let debugger = isLookedAt ? LookedAt(session).debugger : session.debugger
    return try debugger.tensors.number(named: text)
  }
}

/// Two classes: the label of the samples, and what they were classified as.
package struct ClassPair: CommandParameter {
  package struct Value: Hashable, Sendable {
    package let label: Int
    package let prediction: Int
  }

  package init() {}

  package var usage: String { "CLASS CLASS" }
  package var expectation: String { "two classes" }
  package var example: String { "4 9" }
  package var takesRest: Bool { true }

  package func parse(
    _ reader: inout ArgumentReader, in session: Session
  ) throws(UserError) -> Value {
    let text = reader.takeRest() ?? ""
    let classes = text.split(separator: " ").compactMap { Int($0) }
    let count = session.results?.classes ?? 0
    guard classes.count == 2, classes.allSatisfy({ (0..<count).contains($0) }) else {
      throw UserError(
        "\(reader.command) takes two classes of 0 to \(count - 1), as in \(reader.command) 4 9, "
          + "not \"\(text)\"")
    }
    return Value(label: classes[0], prediction: classes[1])
  }
}

/// A number to explain, or a network to open, perhaps with an image.
package struct CellOrNetwork: TextParameter {
  package enum Value: Hashable, Sendable {
    case cell(NumberReference)
    case network(String, input: String?)
  }

  package init() {}

  package var usage: String { "CELL | NETWORK [INPUT]" }
  package var expectation: String {
    "a network: \(NetworkLibrary.names.joined(separator: ", "))"
  }
  package var example: String { "lenet5" }
  package var completion: Completion { .network }

  package func value(of text: String, in session: Session) throws(UserError) -> Value? {
    if session.hasNetwork {
      let debugger = LookedAt(session).debugger
      if debugger.names.isNumber(text) {
        return .cell(try debugger.tensors.number(named: text))
      }
    }
    let words = try FileArguments(text).words.map(\.text)
    guard (1...2).contains(words.count) else { return nil }
    return .network(words[0], input: words.count == 2 ? words[1] : nil)
  }
}
