import CNNModel
import NumberText

extension Computation {
  /// The computation in words: every part with its numbers, what they make, and what follows.
  ///
  /// - Parameter debugger: what the computation was asked of.
  package func lines(_ debugger: Debugger) -> [String] {
    var lines = ["\(name) = \(Formula.symbols(root.expression))"]
    lines += Self.lines(of: root, depth: 1, debugger)
    lines.append("\(name) = \(agreement.text(digits: 6))")
    if let remark { lines.append("\(name): \(remark)") }
    if let next = continuation {
      lines.append("then \(next.name) = \(Formula.numbers(next.part.expression))")
      lines.append("\(next.name) = \(next.agreement.text(digits: 6))")
    }
    return lines
  }

  private static func lines(of part: Part, depth: Int, _ debugger: Debugger) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    if let addend = part.addend {
      let factors = addend.factors.map { text($0, part.definer, debugger) }
      return ["\(indent)\(factors.joined(separator: " × ")) = \(Decimals.text(part.value, 4))"]
    }
    let inner = part.parts.flatMap { lines(of: $0, depth: depth + 1, debugger) }
    if depth == 1, part.name.isEmpty, part.operation == .sum {
      return part.parts.flatMap { lines(of: $0, depth: 1, debugger) }
    }
    let name = part.name.isEmpty ? Formula.symbols(part.expression) : part.name
    return ["\(indent)\(name) = \(Decimals.text(part.value, 4))"] + inner
  }

  /// `conv2.weight[3,0,1,1] -0.045`: by its whole name, where it stands somewhere.
  private static func text(_ term: Term, _ definer: Definer, _ debugger: Debugger) -> String {
    let value = Decimals.text(term.value, 4)
    if let source = debugger.inspector.source(of: term, in: definer) {
      return "\(debugger.names.name(of: source)) \(value)"
    }
    return term.symbol.isEmpty ? value : "\(term.symbol) \(value)"
  }
}
