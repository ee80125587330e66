import NumberText

/// What a reader is asked to predict, and what is right.
package struct Question: Hashable, Sendable {
  /// What counts as right.
  package enum Answer: Hashable, Sendable {
    /// A number, at most so far away.
    case number(Double, tolerance: Double)
    /// A shape or a word.
    case words(String)
    /// The current value of a query: a number, a shape.
    case query(String)
    /// Whether the engine's number is above 0, below 0, or 0.
    case sign(String)
    /// A cell of an array: what it is called, and its indices.
    case cell(String, indices: [Int])
  }

  package let text: String
  package let answer: Answer
  /// Why the answer is right.
  package internal(set) var reason: String?
  /// Where to look, for another try.
  package internal(set) var hint: String?

  package init(
    _ text: String, _ answer: Answer, reason: String? = nil, hint: String? = nil
  ) {
    (self.text, self.answer, self.reason, self.hint) = (text, answer, reason, hint)
  }

  /// Reads `"question" ANSWER`: a number with or without `± tolerance`, a shape such as `6x28x28`, a
  /// word, a value to ask for such as `conv1.shape`, `sign` and such a value, or `cell` and its name;
  /// numbers, shapes and signs as readers write them.
  init(_ line: String) throws(UserError) {
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].isEmpty, !parts[1].isEmpty, !parts[2].trimmed.isEmpty else {
      throw UserError(
        "ask needs a question in quotation marks and an answer, as in ask \"How many rows?\" 28")
    }
    text = String(parts[1])
    answer = try Answer(parts[2].trimmed)
  }
}

extension Question {
  /// What is right now, as text.
  ///
  /// - Throws: ``UserError`` when there is no such value, or it was not computed yet.
  package func solution(_ session: Session) throws(UserError) -> String {
    switch answer {
    case .number(let value, _): return Decimals.exact(value)
    case .words(let text), .cell(let text, _): return text
    case .sign(let query):
      guard case .number(let value) = try Query.answer(query, session) else { return "" }
      return value > 0 ? "+" : value < 0 ? "-" : "0"
    case .query(let query):
      switch try Query.answer(query, session) {
      case .number(let value): return Decimals.exact(value)
      case .text(let text): return text
      case .tensor: throw UserError("\(query) is not a single value")
      }
    }
  }

  /// What is right now, as the reader is told it: `8 rows (1×8×8)` where the question asks for one extent
  /// of a shape, and a sign as a word.
  ///
  /// - Throws: ``UserError`` as ``solution(_:)`` does.
  package func told(_ session: Session) throws(UserError) -> String {
    let solution = try solution(session)
    if let sign = ["+": "positive", "-": "negative"][solution] { return sign }
    if let number = number(inCell: session) { return "\(solution) = \(Decimals.exact(number))" }
    let axes = askedAxes
    guard let extents = TypedAnswer(solution).extents, extents.count > 1, axes.count == 1,
      axes[0].place <= extents.count
    else { return solution }
    let extent = extents[extents.count - axes[0].place]
    return "\(extent) \(extent == 1 ? String(axes[0].name.dropLast()) : axes[0].name) (\(solution))"
  }

  /// Whether what the reader typed is right, however it was written: see ``TypedAnswer``.
  ///
  /// A number that is not whole may be off by a hundredth, or rounded to two digits and more. Where the
  /// answer is a shape and the question asks for one of its extents, or for several that are equal, that
  /// extent is right as well, and so is the number of rows of a single square. Where it is a cell, so is
  /// the number in it, if there is one.
  package func accepts(_ typed: String, _ session: Session) throws(UserError) -> Bool {
    let solution = try solution(session)
    let typed = TypedAnswer(typed)
    if case .sign = answer { return typed.sign == solution }
    if case .cell(_, let indices) = answer {
      guard typed.cell == nil, let number = number(inCell: session) else {
        return typed.names(cell: indices)
      }
      return typed.numbers.contains { isNear($0, number, typed.halfPlace) }
    }
    if solution == "+" || solution == "-" { return typed.sign == solution }
    if let right = Double(solution) {
      return typed.numbers.contains { isNear($0, right, typed.halfPlace) }
        || askedIndex(of: typed).map(Double.init) == right
    }
    let right = TypedAnswer(solution)
    if let extents = right.extents, extents.count > 1 {
      if typed.extents.map(Self.withoutLeadingOnes) == Self.withoutLeadingOnes(extents) {
        return true
      }
      let asked = askedExtents(of: extents)
      if asked.isEmpty, let side = side(of: extents) {
        return typed.numbers.contains(Double(side))
      }
      return asked.count == 1 && asked.contains { typed.numbers.contains(Double($0)) }
    }
    return typed.words == right.words
  }

  /// The number in the cell that is asked for; `nil` where it is no cell of a network's array.
  private func number(inCell session: Session) -> Double? {
    guard case .cell(let name, _) = answer,
      case .number(let number)? = try? Query.answer(name, session)
    else { return nil }
    return number
  }

  /// The index that is asked for, of a cell that names more: the 2 of `w[1,2]` for "which column".
  private func askedIndex(of typed: TypedAnswer) -> Int? {
    guard let cell = typed.cell else { return nil }
    let text = text.lowercased()
    let asked = ["which column": 1, "which row": 2].filter { text.contains($0.key) }.map(\.value)
    return asked.count == 1 ? cell[cell.count - asked[0]] : nil
  }

  func isNear(_ value: Double, _ right: Double, _ halfPlace: Double?) -> Bool {
    if case .number(_, let tolerance) = answer, tolerance > 0 {
      return (value - right).magnitude <= max(tolerance, halfPlace ?? 0) * (1 + 1e-9)
    }
    if right == right.rounded() { return value == right }
    let rounding = (halfPlace ?? 0) * (1 + 1e-9)
    return (value - right).magnitude <= max(right.magnitude / 100, rounding)
  }

  /// What is nearly right about a wrong answer; `nil` where nothing is.
  package func remark(on typed: String, _ session: Session) throws(UserError) -> String? {
    if case .cell(_, let indices) = answer {
      let isExchanged = TypedAnswer(typed).namesExchanged(cell: indices)
      return isExchanged ? "the row comes first, then the column" : nil
    }
    guard let right = Double(try solution(session)), right != 0 else { return nil }
    let typed = TypedAnswer(typed)
    let isOpposite = typed.numbers.contains { isNear(-$0, right, typed.halfPlace) }
    return isOpposite ? "only its sign is wrong" : nil
  }

  /// The value of an answer that was typed as a calculation or as a shape: ` = 3072`, or ` ≈ 0.0371`
  /// where it may be rounded; nothing where the value was typed itself.
  package func value(of typed: String, _ session: Session) throws(UserError) -> String {
    let solution = try solution(session)
    guard let number = Double(solution), typed.contains(where: { "+*·×/^x".contains($0) }) else {
      return ""
    }
    let isExact = if case .number(_, tolerance: 0) = answer { true } else { false }
    return isExact || number == number.rounded() ? " = \(solution)" : " ≈ \(solution)"
  }

  /// `1x3x3` as `3x3`: one channel may be said or not.
  static func withoutLeadingOnes(_ extents: [Int]) -> [Int] {
    Array(extents.drop { $0 == 1 })
  }

  /// The rows of a single square, which say all of its size; `nil` for any other shape.
  private func side(of extents: [Int]) -> Int? {
    let square = Self.withoutLeadingOnes(extents)
    return square.count == 2 && square[0] == square[1] ? square[0] : nil
  }

  /// The extents that the question asks for: that of the rows for "how many rows", of rows and columns
  /// for "what size".
  private func askedExtents(of extents: [Int]) -> Set<Int> {
    let axes = askedAxes
    guard axes.allSatisfy({ $0.place <= extents.count }) else { return [] }
    return Set(axes.map { extents[extents.count - $0.place] })
  }

  /// The axes that the question names, counted from the last, each with the word for its extent.
  private var askedAxes: [(place: Int, name: String)] {
    let words = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
    let names = [
      (1, "columns", ["columns", "width", "wide"]), (2, "rows", ["rows", "height", "high"]),
      (3, "channels", ["channels"]), (3, "maps", ["maps"]), (3, "filters", ["filters"]),
      (3, "features", ["features"]),
    ]
    let asked = names.filter { !words.isDisjoint(with: $0.2) }.map { (place: $0.0, name: $0.1) }
    guard asked.isEmpty, words.contains("size") else { return asked }
    return [(1, "columns"), (2, "rows")]
  }

  /// How the answer is found: the reason, and the arithmetic of what was asked for.
  package func working(_ session: Session) -> [String] {
    var lines = reason.map { [$0] } ?? []
    switch answer {
    case .query(let query), .sign(let query): lines += session.working(of: query)
    case .number, .words, .cell: break
    }
    return lines
  }
}
