import NumberText

/// Whether the reason of an answer and the answer agree.
extension Question {
  /// Where the reason gives another number, shape or sign than the answer: `the reason gives 68, but the
  /// answer is 72`; `nil` where they agree in all digits that both have, or the reason concludes nothing
  /// of this kind.
  package func contradiction(_ session: Session) throws(UserError) -> String? {
    let solution = try solution(session)
    guard let reason else { return nil }
    let results = Self.results(of: reason)
    guard let last = results.last(where: \.isConclusive) else { return nil }
    let candidates = last.isSum && last.isAtEnd ? [last] : results
    guard !candidates.contains(where: { agrees($0.text, with: solution) ?? true }) else {
      return nil
    }
    return "the reason gives \(last.text), but the answer is \(solution)"
  }

  /// A number or a shape that a reason comes to.
  private struct Result {
    let text: String
    /// Whether it stands behind "=", and not behind words.
    let isSum: Bool
    /// Whether nothing follows it.
    let isAtEnd: Bool
    /// Whether the reason does not go on to count with it.
    let isConclusive: Bool
  }

  /// What comes before the results of a reason.
  private static let marks = [
    "=", " it is ", " that is ", " which is ", " answer is ", " result is ", " so ",
  ]

  private static func results(of reason: String) -> [Result] {
    let text = " " + Spelling.plain(reason)
    var results: [Result] = []
    for place in text.indices {
      guard let mark = marks.first(where: { text[place...].hasPrefix($0) }) else { continue }
      let rest = text[text.index(place, offsetBy: mark.count)...].drop { $0 == " " }
      if let found = result(at: rest, isSum: mark == "="), found.isSum || found.isAtEnd {
        results.append(found)
      }
    }
    return results
  }

  /// The number or the shape with which a text begins; `nil` where it begins otherwise, or a sum
  /// begins there.
  private static func result(at text: Substring, isSum: Bool) -> Result? {
    var literal = text.prefix { $0.isNumber || "+-.,x×".contains($0) }
    while let last = literal.last, ".,x×".contains(last) { literal = literal.dropLast() }
    guard literal.contains(where: \.isNumber) else { return nil }
    let rest = text[literal.endIndex...]
    let behind = rest.drop { $0 == " " }
    guard behind.first.map({ !"+-*·×/:^²(=%".contains($0) || rest.hasPrefix(": ") }) ?? true else {
      return nil
    }
    let clause = behind.prefix { !";:=".contains($0) }
    let goesOn = clause.split { !$0.isLetter }.contains {
      ["and", "plus", "minus", "times", "with", "per", "each"].contains($0)
    }
    let isAtEnd = behind.isEmpty || behind == "."
    return Result(
      text: String(literal), isSum: isSum, isAtEnd: isAtEnd,
      isConclusive: !goesOn && !clause.contains(where: \.isNumber))
  }

  /// Whether a result and the answer can both be right; `nil` where they cannot be compared.
  private func agrees(_ said: String, with solution: String) -> Bool? {
    if case .cell = answer { return nil }
    let typed = TypedAnswer(said)
    if ["+", "-"].contains(solution) { return typed.sign == solution }
    if case .sign = answer { return typed.sign == solution }
    if let right = Double(solution) {
      let half = [typed.halfPlace, TypedAnswer(solution).halfPlace].compactMap(\.self).max()
      return typed.numbers.contains { number in
        let isSame = half.map { (number - right).magnitude <= $0 * (1 + 1e-6) } ?? true
        return isSame && isNear(number, right, typed.halfPlace)
      }
    }
    guard let extents = TypedAnswer(solution).extents, let said = typed.extents else { return nil }
    guard said.count == 1 else {
      return Self.withoutLeadingOnes(said) == Self.withoutLeadingOnes(extents)
    }
    return extents.contains(said[0]) || extents.reduce(1, *) == said[0]
  }
}
