import CNNModel
import NumberText

/// An expression as a line of text.
package struct Formula: Sendable {
  /// What stands for a term, and for a part with a name of its own.
  package enum Notation: Hashable, Sendable { case symbols, numbers }

  private let notation: Notation
  private let digits: Int
  /// From how many parts on a sum is only counted.
  private static let longest = 4

  /// The symbols of an expression: `γ · (x − μ) / √(σ² + ε) + β`.
  package static func symbols(_ expression: Expression) -> String {
    Formula(notation: .symbols, digits: 0).outer(expression)
  }

  /// Its numbers: `1 / (1 + exp(-0.412))`.
  package static func numbers(_ expression: Expression, digits: Int = 4) -> String {
    Formula(notation: .numbers, digits: digits).outer(expression)
  }

  /// The expression itself, even when it has a name.
  private func outer(_ expression: Expression) -> String {
    switch expression {
    case .named(_, let part): return outer(part)
    case .sum(let parts) where parts.count == 1: return outer(parts[0])
    case .quotient(let part, .term(let one)) where one.source == .constant && one.value == 1:
      return outer(part)
    default: return text(expression, binding: 0)
    }
  }

  /// - Parameter binding: how strongly what stands around binds: 0 nothing or a sum, 1 a product,
  ///   2 a quotient or what follows a minus.
  private func text(_ expression: Expression, binding: Int) -> String {
    switch expression {
    case .term(let term): return self.term(term, isInside: binding > 0)
    case .sum(let parts): return parenthesized(sum(parts), binding > 0 && parts.count > 1)
    case .product(let parts): return parenthesized(product(parts), binding > 1)
    case .quotient(let a, .term(let one)) where one.source == .constant && one.value == 1:
      return text(a, binding: binding)
    case .quotient(let a, let b):
      return parenthesized(
        "\(text(a, binding: 1)) / \(text(b, binding: 2))", binding > 1)
    case .maximum(let parts): return maximum(parts)
    case .function(let function, let argument): return apply(function, argument)
    case .power(let base, let exponent):
      return "\(text(base, binding: 2))^\(text(exponent, binding: 2))"
    case .comparison(let relation, let a, let b):
      let sides = [a, b].map { text($0, binding: 0) }
      return parenthesized(sides.joined(separator: " \(relation.rawValue) "), binding > 0)
    case .named(let name, let part):
      return notation == .symbols ? name : number(part.value, isInside: binding > 0)
    }
  }

  private func term(_ term: Term, isInside: Bool) -> String {
    if notation == .symbols, !term.symbol.isEmpty { return term.symbol }
    return number(term.value, isInside: isInside)
  }

  private func number(_ value: Double, isInside: Bool) -> String {
    let text = Decimals.brief(value, max(3, digits))
    return value < 0 && isInside ? "(\(text))" : text
  }

  private func sum(_ parts: [Expression]) -> String {
    guard parts.count <= Self.longest else { return "Σ of \(parts.count)" }
    guard let first = parts.first else { return "0" }
    return parts.dropFirst().reduce(text(first, binding: 0)) { line, part in
      if let taken = Self.negated(part) { return "\(line) − \(text(taken, binding: 1))" }
      return "\(line) + \(text(part, binding: part.value < 0 ? 1 : 0))"
    }
  }

  /// `b` of `−1 · b`.
  private static func negated(_ expression: Expression) -> Expression? {
    guard case .product(let parts) = expression, case .term(let term)? = parts.first,
      term.source == .constant, term.value == -1, parts.count > 1
    else { return nil }
    return parts.count == 2 ? parts[1] : .product(Array(parts.dropFirst()))
  }

  private func product(_ parts: [Expression]) -> String {
    if let rest = Self.negated(.product(parts)) { return "−\(text(rest, binding: 2))" }
    return parts.map { text($0, binding: 1) }.joined(separator: " · ")
  }

  private func maximum(_ parts: [Expression]) -> String {
    guard parts.count <= Self.longest else { return "max of \(parts.count)" }
    return "max(\(parts.map { text($0, binding: 0) }.joined(separator: ", ")))"
  }

  private func apply(_ function: NamedFunction, _ argument: Expression) -> String {
    switch function {
    case .square: "\(parenthesized(text(argument, binding: 2), false))²"
    default: "\(function.symbol)(\(text(argument, binding: 0)))"
    }
  }

  private func parenthesized(_ text: String, _ isNeeded: Bool) -> String {
    isNeeded ? "(\(text))" : text
  }
}
