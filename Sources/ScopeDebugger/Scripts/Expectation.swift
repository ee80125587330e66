import CNNEngine
import CNNModel
import NumberText

/// What a script expects: a value, such as `loss = 2.30 ± 0.05` or
/// `conv1.shape = 6×28×28`, or a text on the screen.
package enum Expectation: Hashable, Sendable {
  case text(String)
  case number(query: String, value: Double, tolerance: Double)
  case words(query: String, value: String)

  /// Reads what follows `expect`.
  ///
  /// - Throws: ``UserError`` for a tolerance that is none.
  package init(_ text: String) throws(UserError) {
    let sides = text.split(separator: "=", maxSplits: 1).map(\.trimmed)
    guard sides.count == 2, Self.isQuery(sides[0]) else {
      self = .text(text)
      return
    }
    let parts = sides[1].replacing("+-", with: "±").split(separator: "±").map(\.trimmed)
    if let value = parts.first.flatMap({ Double($0) }) {
      let tolerance = parts.count > 1 ? Double(parts[1]) : 0
      guard let tolerance, tolerance >= 0, parts.count <= 2 else {
        throw UserError("a tolerance is a number of at least 0, as in expect loss = 2.3 ± 0.1")
      }
      self = .number(query: sides[0], value: value, tolerance: tolerance)
    } else {
      self = .words(query: sides[0], value: sides[1].replacing("x", with: "×"))
    }
  }

  /// Checks it.
  ///
  /// - Parameter screen: what a text is looked for in.
  /// - Throws: ``UserError`` with what was expected and what was found.
  package func check(_ session: Session, screen: String) throws(UserError) {
    switch self {
    case .text(let text):
      // Screens without `·` write products with `*`.
      guard screen.replacing("·", with: "*").contains(text.replacing("·", with: "*")) else {
        throw UserError("\"\(text)\" is expected on the screen, but is not there")
      }
    case .number(let query, let value, let tolerance):
      guard let found = try Self.number(query, session) else {
        throw UserError("\(query) is not a number")
      }
      let areNaN = found.isNaN && value.isNaN
      guard (found - value).magnitude <= tolerance || Float(found) == Float(value) || areNaN else {
        throw UserError(
          "\(query) = \(Decimals.exact(value)) is expected, but it is \(Decimals.exact(found))")
      }
    case .words(let query, let value):
      guard case .text(let found) = try Query.answer(query, session) else {
        throw UserError("\(query) is expected to be \(value), but it is not text")
      }
      guard found == value else {
        throw UserError("\(query) = \(value) is expected, but it is \(found)")
      }
    }
  }

  /// A number, or the shape of a list of units.
  private static func number(_ query: String, _ session: Session) throws(UserError) -> Double? {
    switch try Query.answer(query, session) {
    case .number(let number): number
    case .text(let text): Double(text)
    case .tensor: nil
    }
  }

  /// Whether a left side is a query's form: a word without blanks outside of brackets.
  private static func isQuery(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    var isInBrackets = false
    for character in text {
      if character == "[" { isInBrackets = true }
      if character == "]" { isInBrackets = false }
      if character.isWhitespace, !isInBrackets { return false }
    }
    return true
  }
}
