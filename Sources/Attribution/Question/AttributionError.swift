import CNNModel

/// Why an attribution cannot be computed, as a sentence.
public struct AttributionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was expected and what was found, without a period at the end.
  public let description: String
  /// Whether the computation was cancelled, so that there is nothing to say.
  public let isCancellation: Bool

  /// An error with this sentence.
  public init(_ sentence: String) { (description, isCancellation) = (sentence, false) }

  private init(cancelled sentence: String) {
    (description, isCancellation) = (sentence, true)
  }

  /// The computation was cancelled before its end.
  public static let cancelled = AttributionError(cancelled: "the attribution was cancelled")

  /// - Throws: ``cancelled`` where the current computation was cancelled.
  static func checkCancellation() throws(AttributionError) {
    if CancellationToken.isCancelled { throw .cancelled }
  }
}
