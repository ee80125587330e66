/// What is wrong with a file, as one sentence for the user: the file, what was expected and what
/// was found.
public struct FileError: Error, Hashable, Sendable {
  /// The file as the user named it; a member of an archive follows after a colon.
  public let path: String

  /// The sentence after the path, without a full stop. It is safe to print.
  public let reason: String

  /// A reason for refusing the file `path`.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

extension FileError: CustomStringConvertible {
  /// The sentence on one line, without control characters.
  public var description: String { "\(path.shownPath): \(reason)" }
}

extension String {
  /// The text with every control and formatting character written as `\u{1b}`, so that a terminal
  /// shows what is there. For names and words that come out of a file.
  public var harmless: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      text +=
        scalar.isUnprintable ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
  }

  /// The text, ``harmless`` except for the ends of its lines.
  public var harmlessLines: String {
    let isPlain = utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A }
    guard !isPlain else { return self }
    return unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).harmless }.joined(separator: "\n")
  }

  /// A path, ``harmless``; of a very long one its beginning and its end.
  public var shownPath: String {
    let (start, end) = (24, 72)
    guard count > start + end + 1 else { return harmless }
    return (prefix(start) + "…" + suffix(end)).harmless
  }

  /// The text in quotation marks, ``harmless`` and cut after 40 characters.
  public var quoted: String { "\"" + brief.harmless + "\"" }

  /// The text, cut after 40 characters.
  var brief: String {
    let start = prefix(40)
    return start.endIndex == endIndex ? self : start + "…"
  }
}

extension Unicode.Scalar {
  /// Whether a terminal would interpret it instead of showing it, or it would hide or reorder its
  /// neighbors.
  var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
