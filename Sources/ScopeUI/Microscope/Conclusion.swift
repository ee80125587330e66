import CNNEngine
import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// How the parts make the number on the map, and what the layer behind makes of it.
struct Conclusion {
  /// A line with its style.
  let lines: [(text: String, style: Style)]

  init(_ computation: Computation, _ debugger: Debugger, width: Int) {
    let root = computation.root
    var lines: [(String, Style)] = []
    if root.operation != .sum || root.parts.count < 3, root.addendCount > 1 {
      let symbols = Formula.symbols(root.expression)
      if symbols != Formula.numbers(root.expression) { lines.append((symbols, .dim)) }
    }
    lines += Self.lines(Self.formula(root), computation.agreement, width: width)
    if let remark = computation.remark { lines.append((remark, .warning)) }
    if let next = computation.continuation {
      let formula = "then \(next.name) = \(Formula.numbers(next.part.expression))"
      lines += Self.lines(formula, next.agreement, width: width)
    }
    self.lines = lines
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities) {
    guard rect.height > 0 else { return }
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    for (row, line) in lines.prefix(rect.height - 1).enumerated() {
      canvas.write(
        spelled(line.text, capabilities), x: rect.x + 1, y: rect.y + 1 + row,
        limit: rect.width - 1, line.style)
    }
  }

  /// `Σ 6·25 products 1.31 + b -0.1 = 1.21 ✓ equal within rounding`, in several lines where even its
  /// short form has no room in one.
  private static func lines(
    _ formula: String, _ agreement: Agreement, width: Int
  ) -> [(String, Style)] {
    let forms = [false, true].map { "\(formula) = \(agreement.text(digits: 5, isShort: $0))" }
    let line = fitting(forms, width)
    let lines = line.columns <= width ? [line] : wrapped(line, to: width)
    return lines.map { ($0, agreement.verdict.style) }
  }

  /// A sum as its products, by channels where there are some, and what else is added.
  private static func formula(_ part: Part) -> String {
    let groups = part.parts.filter { $0.addend == nil }
    guard part.operation == .sum, part.parts.count > 2 || groups.count == part.parts.count else {
      return Formula.numbers(part.expression)
    }
    let alone = part.parts.filter { $0.addend != nil && $0.addend?.read == nil }
    let products = part.parts.filter { $0.addend?.read != nil }
    let summed = groups + products
    let count =
      groups.count > 1 && products.isEmpty && Set(groups.map(\.addendCount)).count == 1
      ? "\(groups.count)·\(groups[0].addendCount)"
      : "\(summed.reduce(0) { $0 + $1.addendCount })"
    let sum = Decimals.text(summed.reduce(0) { $0 + $1.value }, 4)
    return alone.reduce("Σ \(count) products \(sum)") { line, part in
      "\(line) + \(part.title) \(Decimals.text(part.value, 4))"
    }
  }
}

extension Agreement.Verdict {
  /// How its line is drawn.
  var style: Style {
    switch self {
    case .equal: .good
    case .uncertain, .hidden: .warning
    case .different: .error
    }
  }
}
