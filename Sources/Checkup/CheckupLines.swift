import NumberText

/// A check-up as lines of text.
package enum CheckupLines {
  /// A line with mark, number and sentence for each answer, one more with where to look where it is no
  /// tick, and one with how many there are of each.
  package static func lines(_ answers: [CheckupAnswer]) -> [String] {
    answers.flatMap { answer in
      [line(answer)] + (look(answer).map { ["    look: \($0)"] } ?? [])
    } + [summary(answers)]
  }

  /// An answer in words: `wrong, initial-loss: the loss is …; look: curve`
  package static func words(_ answer: CheckupAnswer) -> String {
    let words = "\(answer.verdict.words), \(answer.name): \(answer.sentence)"
    return look(answer).map { "\(words); look: \($0)" } ?? words
  }

  /// `8 right, 1 wrong, 2 unsure`
  package static func counts(_ answers: [CheckupAnswer]) -> String {
    CheckupVerdict.allCases.compactMap { verdict in
      let count = answers.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.words)"
    }.joined(separator: ", ")
  }

  private static func line(_ answer: CheckupAnswer) -> String {
    "\(answer.verdict.mark) \(answer.name): \(answer.sentence)"
  }

  private static func look(_ answer: CheckupAnswer) -> String? {
    answer.verdict == .cross || answer.verdict == .unsure ? answer.look : nil
  }

  /// `8 ✓, 1 ✗, 2 ?, 1 –`
  package static func summary(_ answers: [CheckupAnswer]) -> String {
    CheckupVerdict.allCases.compactMap { verdict in
      let count = answers.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.mark)"
    }.joined(separator: ", ")
  }
}

extension Decimals {
  /// Three digits, for sentences.
  static func short(_ number: Double) -> String { brief(number, 3) }
}
