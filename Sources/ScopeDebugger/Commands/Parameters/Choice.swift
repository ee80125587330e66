/// One of some words: `map|layer|network`.
package struct Choice<Value: RawRepresentable & CaseIterable & Sendable>: WordParameter
where Value.RawValue == String {
  package init(_ type: Value.Type = Value.self) {}

  private var words: [String] { Value.allCases.map(\.rawValue) }
  package var usage: String { words.joined(separator: "|") }
  package var expectation: String { words.listed(with: "or") }
  package var example: String { words.first ?? "" }
  package var completion: Completion { .words(words) }

  package func value(of word: String, in session: Session) -> Value? { Value(rawValue: word) }
}

/// The next one, the one before, or a certain one of things in a row: `next|back|3`.
package enum RelativeIndex: Hashable, Sendable {
  case next, back
  case index(Int)

  /// As it is typed.
  package var text: String {
    switch self {
    case .next: "next"
    case .back: "back"
    case .index(let index): "\(index)"
    }
  }

  /// The index that is meant: behind the last one comes the first; `nil` where there is none such.
  package func resolved(from current: Int, count: Int) -> Int? {
    guard count > 0 else { return nil }
    switch self {
    case .next: return (current + 1) % count
    case .back: return (current + count - 1) % count
    case .index(let index): return (0..<count).contains(index) ? index : nil
    }
  }
}

/// `next|back|N`
package struct NextBackOrIndex: WordParameter {
  package typealias Value = RelativeIndex

  package init() {}

  package var usage: String { "next|back|N" }
  package var expectation: String { "next, back, or a whole number of at least 0" }
  package var example: String { "next" }
  package var completion: Completion { .words(["next", "back"]) }

  package func value(of word: String, in session: Session) -> RelativeIndex? {
    switch word {
    case "next": .next
    case "back": .back
    default: Int(word).flatMap { $0 >= 0 ? .index($0) : nil }
    }
  }
}

extension [String] {
  /// `map, layer or network`
  package func listed(with conjunction: String) -> String {
    guard count > 1, let last else { return first ?? "" }
    return "\(dropLast().joined(separator: ", ")) \(conjunction) \(last)"
  }
}
