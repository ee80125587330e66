/// What is wrong with a file, as one sentence for the user: the file, what was expected and what
/// was found.
public struct FileError: Error, Hashable, Sendable {
  /// The file as the user named it; a member of an archive follows after a colon.
  public let path: String

  /// The sentence after the path, without a full stop. Its text is safe to print.
  public let reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

extension FileError: CustomStringConvertible {
  /// The sentence on one line, with nothing in it that a terminal would obey.
  public var description: String { "\(path.shownPath): \(reason)" }
}

extension String {
  /// The text with every character that a terminal could obey, or that would hide or reorder its
  /// neighbors, written as `\u{1b}`. For names and words that come out of a file.
  public var harmless: String {
    guard unicodeScalars.contains(where: \.isObeyed) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      text +=
        scalar.isObeyed ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
  }

  /// A path, harmless; of a very long one its beginning and its end, which says more.
  public var shownPath: String {
    let (start, end) = (24, 72)
    guard count > start + end + 1 else { return harmless }
    return (prefix(start) + "…" + suffix(end)).harmless
  }

  /// The text in quotation marks, harmless and brief.
  public var quoted: String { "\"" + brief.harmless + "\"" }

  /// The text, cut after 60 characters.
  var brief: String {
    let start = prefix(60)
    return start.endIndex == endIndex ? self : start + "…"
  }
}

extension Unicode.Scalar {
  /// Whether a terminal could obey it, or it would hide or reorder its neighbors.
  var isObeyed: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
