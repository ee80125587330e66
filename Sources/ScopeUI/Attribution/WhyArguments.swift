import Attribution
import ScopeDebugger

/// `[CLASS] [METHOD]`: which score, by which method.
struct WhyArguments: TextParameter {
  struct Value: Sendable {
    /// `nil` for the predicted class.
    var score: String?
    /// `nil` for the method that is usual, or shown.
    var method: String?
  }

  var usage: String { "[CLASS] [METHOD]" }
  var expectation: String { "a class and a method" }
  var example: String { "3 grad-cam" }
  var completion: Completion { .words(AttributionCatalog.names) }

  func value(of text: String, in session: Session) -> Value? {
    var words = text.split(separator: " ").map(String.init)
    let method = words.last.flatMap { AttributionCatalog.names.contains($0) ? $0 : nil }
    if method != nil { words.removeLast() }
    return Value(score: words.isEmpty ? nil : words.joined(separator: " "), method: method)
  }
}

/// The name of a method, or the next or the previous one.
struct MethodName: WordParameter {
  typealias Value = String

  var usage: String { "next|back|METHOD" }
  var expectation: String { "next, back, or one of \(AttributionCatalog.names.listed(with: "or"))" }
  var example: String { "integrated" }
  var completion: Completion { .words(AttributionCatalog.names + ["next", "back"]) }

  func value(of word: String, in session: Session) -> String? {
    AttributionCatalog.names.contains(word) || word == "next" || word == "back" ? word : nil
  }
}
