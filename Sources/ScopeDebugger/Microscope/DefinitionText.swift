import CNNModel
import NumberText

/// The parts of a computation in words, a line each: the factors with their numbers, and what they
/// make.
package struct DefinitionText {
  /// What a term is called; `nil` where it stands nowhere.
  private let name: (Term, Definer) -> String?

  package init(name: @escaping (Term, Definer) -> String?) { self.name = name }

  /// The formula of an expression, and the lines of its parts.
  ///
  /// - Parameter deepest: how deep parts are taken apart.
  package func lines(_ expression: Expression, deepest: Int) -> [String] {
    let part = Part(expression, .node(0))
    let parts = part.addend == nil ? part.parts : [part]
    return [Formula.symbols(expression)]
      + parts.flatMap { lines(of: $0, depth: 1, deepest: deepest) }
  }

  func lines(of part: Part, depth: Int, deepest: Int = .max) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    if let addend = part.addend {
      let factors = addend.factors.map { text($0, part.definer) }
      return ["\(indent)\(factors.joined(separator: " × ")) = \(Decimals.text(part.value, 4))"]
    }
    let inner =
      depth < deepest
      ? part.parts.flatMap { lines(of: $0, depth: depth + 1, deepest: deepest) } : []
    if depth == 1, part.name.isEmpty, part.operation == .sum {
      return part.parts.flatMap { lines(of: $0, depth: 1) }
    }
    let name = part.name.isEmpty ? Formula.symbols(part.expression) : part.name
    return ["\(indent)\(name) = \(Decimals.text(part.value, 4))"] + inner
  }

  /// `conv2.weight[3,0,1,1] -0.045`: by its whole name, where it stands somewhere.
  private func text(_ term: Term, _ definer: Definer) -> String {
    let value = Decimals.text(term.value, 4)
    if let name = name(term, definer) { return "\(name) \(value)" }
    return term.symbol.isEmpty ? value : "\(term.symbol) \(value)"
  }
}
