import CNNModel
import ModelFiles

/// An optimizer with its numbers: `adam lr 0.01`.
package struct OptimizerLine: TextParameter {
  package typealias Value = any Optimizer

  package var usage: String { "NAME [lr X] …" }
  package var expectation: String { "an optimizer" }
  package var example: String { "adam lr 0.01" }
  package var completion: Completion {
    .words(OptimizerCatalog.all.map { $0.grammar.keyword })
  }

  package func value(
    of text: String, in session: Session
  ) throws(UserError) -> (any Optimizer)? {
    try TrainingSettings.optimizer(text)
  }
}

/// A loss: `squared-error`.
package struct LossLine: TextParameter {
  package typealias Value = any Loss

  package var usage: String { "NAME" }
  package var expectation: String { "a loss" }
  package var example: String { "squared-error" }
  package var completion: Completion { .words(LossCatalog.all.map { $0.grammar.keyword }) }

  package func value(of text: String, in session: Session) throws(UserError) -> (any Loss)? {
    do throws(LineError) { return try LossCatalog.loss(Word.split(text[...])) } catch {
      throw UserError(error)
    }
  }
}

/// The name of a well-known training.
package struct RecipeName: TextParameter {
  package typealias Value = Recipe

  package var usage: String { "NAME" }
  package var expectation: String { "a recipe" }
  package var example: String { "inside" }
  package var completion: Completion { .words(Recipe.all.map(\.name)) }

  package func value(of text: String, in session: Session) throws(UserError) -> Recipe? {
    try Recipe.named(text)
  }
}

/// A network as lines of a model file, with semicolons between them.
package struct NetworkLines: TextParameter {
  package typealias Value = Network

  package var usage: String { "LAYER; LAYER; …" }
  package var expectation: String { "layers" }
  package var example: String { "input 1x4x4; flatten; linear 10" }

  package func value(of text: String, in session: Session) throws(UserError) -> Network? {
    try NetworkLibrary.read(text: text, title: "typed")
  }
}

/// A network as lists: `conv 6x5 16x5 maxpool 2 2 linear 84 10`.
package struct NetworkListText: CommandParameter {
  package var usage: String { "LISTS" }
  package var expectation: String { "lists of layers" }
  package var example: String { "input 1x32x32 conv 6x5 16x5 maxpool 2 2 linear 84 10" }
  package var completion: Completion { .words(NetworkLists.keywords) }
  package var takesRest: Bool { true }

  package func parse(
    _ reader: inout ArgumentReader, in session: Session
  ) throws(UserError) -> Network {
    let lists: NetworkLists
    do throws(LineError) {
      lists = try NetworkLists(Word.split((reader.takeRest() ?? "")[...]))
    } catch {
      throw UserError(error)
    }
    let network = try NetworkLibrary.read(text: lists.text, title: "built")
    if let violation = lists.violation(of: network) { throw UserError(violation) }
    return network
  }
}

/// An image, options of the preprocessing, or both, as they stand on the command line; its value is
/// `nil` for nothing.
package struct InputChange: CommandParameter {
  package struct Change: Hashable, Sendable {
    /// `nil` for the image that is there.
    package let name: String?
    package let preparation: PreprocessingOptions
  }

  package var usage: String { "[INPUT] [--scale 1/255 …]" }
  package var expectation: String { "an image" }
  package var example: String { "digits:7" }
  package var completion: Completion { .sample }

  package var takesRest: Bool { true }

  /// How the numbers of an image are typed.
  static let typing =
    "set-value input 1 3 / 5 4 types the numbers of a small image, with / between its rows"

  package func parse(
    _ reader: inout ArgumentReader, in session: Session
  ) throws(UserError) -> Change? {
    guard let text = reader.takeRest() else { return nil }
    let numbers = text.split { " ,;/".contains($0) }
    if numbers.count > 1, numbers.allSatisfy({ Float($0) != nil }) {
      throw UserError("input is the name of an image; \(Self.typing)")
    }
    var preparation = session.preparation
    var names: [String] = []
    var words = PathWord.split(text[...])[...]
    if let open = words.last?.openQuote {
      throw UserError("the quotation mark \(open) in \(text.quoted) is not closed")
    }
    // Side and filling belong to the fit that was.
    if words.contains(where: { $0.isOption && $0.text == "--fit" }) { preparation.fit = nil }
    do throws(PreprocessingError) {
      while let word = words.popFirst() {
        if !word.isOption {
          names.append(word.text)
        } else if try preparation.take(word.text, words.first?.text) {
          words = words.dropFirst()
        }
      }
    } catch {
      throw UserError(error)
    }
    return Change(
      name: names.isEmpty ? nil : names.joined(separator: " "), preparation: preparation)
  }
}
