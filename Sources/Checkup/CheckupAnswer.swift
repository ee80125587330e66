/// What came of a question.
package enum CheckupVerdict: String, Hashable, Sendable, CaseIterable {
  /// As it should be.
  case tick
  /// Not as it should be.
  case cross
  /// Neither clearly good nor clearly bad.
  case unsure
  /// The question has no meaning for this network and these data, or it could not be asked.
  case notApplicable = "not-applicable"

  /// The mark in words.
  package var words: String {
    switch self {
    case .tick: "right"
    case .cross: "wrong"
    case .unsure: "unsure"
    case .notApplicable: "not applicable"
    }
  }

  /// ✓, ✗, ? or –
  package var mark: String {
    switch self {
    case .tick: "✓"
    case .cross: "✗"
    case .unsure: "?"
    case .notApplicable: "–"
    }
  }
}

/// The answer to a question of a check-up.
package struct CheckupAnswer: Hashable, Sendable {
  /// The name of the question.
  package let name: String
  package let question: String
  package let verdict: CheckupVerdict
  /// The number that it was judged by; `nil` where there is none.
  package let number: Double?
  /// What was found and what was expected, without a period at its end.
  package let sentence: String
  /// The command that shows more.
  package let look: String?
}

/// What a question finds, before it has a name.
package struct Finding: Hashable, Sendable {
  let verdict: CheckupVerdict
  let number: Double?
  let sentence: String
  /// The command that shows more, where it is another than the question's.
  var look: String?

  init(_ verdict: CheckupVerdict, _ number: Double?, _ sentence: String, look: String? = nil) {
    (self.verdict, self.number, self.sentence) = (verdict, number, sentence)
    self.look = look
  }

  static func notApplicable(_ reason: String) -> Finding { Finding(.notApplicable, nil, reason) }
}
