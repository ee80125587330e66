/// The arrays of a file, and what there is to say about them.
public struct ArrayContents: Sendable {
  /// In the file's order.
  public let arrays: [NamedArray]
  /// What is in the place of an array but cannot be read as one.
  let refused: [RefusedArray]
  /// What the user should know about how the file was read, each a sentence without a full stop.
  public let notes: [String]
  /// Whether layers behind a flattening count rows, columns, channels, as in Keras.
  let isChannelsLast: Bool

  init(
    _ arrays: [NamedArray], refused: [RefusedArray] = [], notes: [String] = [],
    isChannelsLast: Bool = false
  ) {
    (self.arrays, self.refused, self.isChannelsLast) = (arrays, refused, isChannelsLast)
    self.notes = notes + Self.note(refused.filter(\.isArray))
  }

  private static func note(_ refused: [RefusedArray]) -> [String] {
    guard let first = refused.first else { return [] }
    let rest = refused.count > 1 ? "; \(refused.count - 1) more cannot be read either" : ""
    return ["\(first.name.quoted) cannot be read: \(first.reason)\(rest)"]
  }
}

/// A part of a file that cannot be read as an array.
struct RefusedArray: Hashable, Sendable {
  let name: String
  /// As a sentence without a full stop.
  let reason: String
  /// Whether it is an array; otherwise it only stands where one could.
  var isArray = true
}
