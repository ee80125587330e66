import Differences

/// What is known of the mistake in an array, in sentences.
public struct MistakeText {
  /// The sentences, one each.
  public let lines: [String]

  /// - Parameter showsHints: whether only the place to look at is said.
  public init(_ array: GradedArray, showsHints: Bool) {
    let found = array.alternatives
    guard let first = found.first else {
      lines = [
        array.verdict == .shape
          ? "No known mistake gives this shape with these numbers."
          : "No known mistake gives these numbers."
      ]
      return
    }
    guard !showsHints else {
      lines = [first.hint]
      return
    }
    guard first.isEqual else {
      lines = ["No known mistake gives these numbers. " + first.sentence(array.name)]
      return
    }
    let others = found.dropFirst().filter { $0.isEqual && $0.what != first.what }.map(\.what)
    lines =
      ["→ " + first.sentence(array.name)]
      + (others.isEmpty
        ? [] : ["The same comes out when " + others.joined(separator: ", or when ") + "."])
  }
}

extension ArrayJudgement.Verdict {
  /// As a row of a report says it: `✗ wrong`.
  public var words: String {
    switch self {
    case .right: "✓ right"
    case .wrong: "✗ wrong"
    case .missing: "– missing"
    case .shape: "✗ shape"
    case .inherited: "← inherited"
    }
  }
}
