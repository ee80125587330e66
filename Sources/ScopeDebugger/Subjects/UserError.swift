import ModelFiles

/// A mistake of the user, as one sentence with what was expected and what was found.
public struct UserError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence, without a period at its end.
  public let description: String

  /// An error with this sentence.
  public init(_ sentence: String) { description = sentence }

  /// The sentence of an error that has one, with nothing in it that a terminal would obey: it may
  /// quote a file.
  public init(_ error: some Error & CustomStringConvertible) {
    description = error.description.harmless
  }
}
