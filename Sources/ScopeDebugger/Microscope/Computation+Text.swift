import CNNModel
import NumberText

extension Computation {
  /// The computation in words: every part with its numbers, what they make, and what follows.
  ///
  /// - Parameter debugger: what the computation was asked of.
  package func lines(_ debugger: Debugger) -> [String] {
    var lines = ["\(name) = \(Formula.symbols(root.expression))"]
    lines += text(debugger).lines(of: root, depth: 1)
    lines.append("\(name) = \(agreement.text(digits: 6))")
    if let remark { lines.append("\(name): \(remark)") }
    if let next = continuation {
      lines.append("then \(next.name) = \(Formula.numbers(next.part.expression))")
      lines.append("\(next.name) = \(next.agreement.text(digits: 6))")
    }
    return lines
  }

  /// One of its parts: the factors with their numbers, or its name, and what it makes.
  package func line(of part: Part, _ debugger: Debugger) -> String {
    text(debugger).lines(of: part, depth: 0, deepest: 0).joined()
  }

  private func text(_ debugger: Debugger) -> DefinitionText {
    DefinitionText { term, definer in
      debugger.inspector.source(of: term, in: definer).map(debugger.names.name)
    }
  }
}
