extension Question.Answer {
  /// Reads what a lesson gives as right. Numbers, shapes and signs are read as a reader's are, so that
  /// `5/2` is 2.5 and `36 rows` is 36.
  ///
  /// - Throws: ``UserError`` where it has digits, but says no single number and no shape, and for a cell
  ///   without indices.
  init(_ text: String) throws(UserError) {
    if text.hasPrefix("sign ") {
      self = .sign(text.dropFirst(5).trimmed)
      return
    }
    if text.hasPrefix("cell ") {
      self = try Self.cell(text.dropFirst(5).trimmed)
      return
    }
    let sides = text.replacing("+-", with: "±").split(separator: "±").map(\.trimmed)
    guard sides.count == 2 else {
      self = try Self.exact(text)
      return
    }
    guard let tolerance = Double(sides[1]), case .number(let value, _) = try Self.exact(sides[0])
    else {
      throw UserError("an answer is a number and perhaps ± a number, not \"\(text)\"")
    }
    self = .number(value, tolerance: tolerance)
  }

  private static func cell(_ name: String) throws(UserError) -> Self {
    guard let indices = TypedAnswer(name).cell else {
      throw UserError("a cell is a name and its indices, as in cell w[1,2], not \(name.quoted)")
    }
    return .cell(name, indices: indices)
  }

  private static func exact(_ text: String) throws(UserError) -> Self {
    if let value = Double(text) { return .number(value, tolerance: 0) }
    if isQuery(text) { return .query(text) }
    if let sign = TypedAnswer.signs[Spelling.plain(text)] { return .words(sign) }
    let typed = TypedAnswer(text)
    guard text.contains(where: \.isNumber) else {
      let number = Spelling.isNumber(inWords: text) ? typed.numbers.first : nil
      return number.map { .number($0, tolerance: 0) } ?? .words(text)
    }
    if hasName(text) { return .words(text) }
    if let extents = typed.extents, extents.count > 1, typed.isShape {
      return .words(extents.map(String.init).joined(separator: "x"))
    }
    let isShare = text.hasSuffix("%")
    let numbers = Set(isShare ? typed.numbers.suffix(1) : typed.numbers)
    guard numbers.count == 1, let value = numbers.first else {
      throw UserError(
        "the answer \(text.quoted) says no single number and no shape; "
          + "write a number as 1296 or 2.5, a shape as 6x28x28")
    }
    return .number(value, tolerance: 0)
  }

  /// The values that are asked for by one word.
  static let values = ["loss", "prediction", "step"]

  private static func isQuery(_ text: String) -> Bool {
    let name = text.prefix { $0 != "." && $0 != "[" }
    let rest = text.dropFirst(name.count)
    let isIndexed = rest.first == "[" || rest.dropFirst().first?.isLetter == true
    return name.first?.isLetter == true && !name.contains(" ") && isIndexed
      || values.contains(text)
  }

  /// Whether it holds a name such as `conv2`, whose digit is no number.
  private static func hasName(_ text: String) -> Bool {
    text.split { !$0.isLetter && !$0.isNumber }.contains { word in
      word.first?.isLetter == true && word.contains(where: \.isNumber)
        && !(word.first == "x" && word.dropFirst().allSatisfy(\.isNumber))
    }
  }
}
