import ModelFiles

/// What the user puts beside the network.
package enum BesideChoice: Hashable, Sendable {
  /// Nothing any more.
  case off
  /// The parameters of this moment, held.
  case now
  /// The parameters that the seed gives, held.
  case fresh
  /// The parameters that a training step began with, held.
  case step(Int)
  /// The step without the last edit.
  case edit
  /// Another sample of the batch.
  case sample(Int)
  /// Parameters of a file, or `trained`, held.
  case weights(String)
  /// Another input.
  case input(String)
  /// Another network, which trains along, perhaps with an input of its own.
  case network(String, input: String?)
  /// Two layers of the network; the second is the selected one where it is not named.
  case layers(Int, Int?)
}

/// `NETWORK [INPUT]|WEIGHTS|INPUT|step N|sample N|fresh|now|edit|LAYER LAYER|off`
package struct BesideParameter: TextParameter {
  package typealias Value = BesideChoice

  package init() {}

  package var usage: String {
    "NETWORK|WEIGHTS|INPUT|step N|sample N|fresh|now|edit|LAYER LAYER|off"
  }
  package var expectation: String {
    "a network, weights, an input, step N, sample N, fresh, now, edit, two layers, or off"
  }
  package var example: String { "step 0" }
  package var completion: Completion {
    .wordsOrFile(
      ["step", "sample", "fresh", "now", "edit", "off", "trained"] + NetworkLibrary.names)
  }

  package func value(of text: String, in session: Session) throws(UserError) -> BesideChoice? {
    let words = try FileArguments(text).words.map(\.text)
    switch (words.first, words.count) {
    case ("off", 1): return .off
    case ("now", 1): return .now
    case ("fresh", 1): return .fresh
    case ("edit", 1): return .edit
    case ("trained", 1): return .weights(TrainedWeights.word)
    case ("step", 2): return try Self.number(words[1], "step").map { .step($0) }
    case ("sample", 2): return try Self.number(words[1], "sample").map { .sample($0) }
    default: return try Self.named(words, text, session)
    }
  }

  private static func number(_ word: String, _ what: String) throws(UserError) -> Int? {
    guard let number = Int(word), number >= 0 else {
      throw UserError(
        "beside \(what) needs a whole number of at least 0, as in beside \(what) 3, not "
          + word.quoted)
    }
    return number
  }

  private static func named(
    _ words: [String], _ text: String, _ session: Session
  ) throws(UserError) -> BesideChoice? {
    guard let first = words.first else { return nil }
    let network = session.network
    if let one = network.node(named: first) {
      guard words.count <= 2 else { return nil }
      return .layers(one, try words.dropFirst().first.map(session.debugger.names.node(named:)))
    }
    if NetworkLibrary.names.contains(first) || isNetworkFile(first) {
      guard words.count <= 2 else { return nil }
      return .network(first, input: words.count == 2 ? words[1] : nil)
    }
    let path = try FileArguments(text).path
    if WeightList.isWeights(path) { return .weights(path) }
    guard path.contains(":") || FileContent.exists(path) else {
      throw UserError(
        "beside takes a network, a file of weights, an input, step N, sample N, fresh, now, edit, "
          + "two layers or off; \(path.quoted) is none of these, and there is no such file")
    }
    return .input(path)
  }

  /// Whether a file holds a network, or is to hold one by its name.
  private static func isNetworkFile(_ path: String) -> Bool {
    [".cnn", ".pt2", ".keras"].contains(where: path.hasSuffix)
      || FileContent.exists(path) && (try? NetworkLibrary.isModel(path)) == true
  }
}
