import CNNEngine
import ScopeDebugger
import TerminalKit

/// The parts that stand side by side, a line each, around the one in focus.
struct PartList {
  private let parts: [Part]
  private let focus: Int
  private let operation: Part.Operation

  init(_ microscope: Microscope, _ computation: Computation, _ debugger: Debugger) {
    parts = microscope.parts(of: computation)
    focus = min(microscope.place.cursor, parts.count - 1)
    operation = microscope.part(of: computation).operation
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 0 else { return }
    let room = rect.height
    let first = min(max(0, focus - room / 2), max(0, parts.count - room))
    for (row, index) in parts.indices.dropFirst(first).prefix(room).enumerated() {
      let line = Rect(x: rect.x, y: rect.y + row, width: rect.width, height: 1)
      draw(parts[index], index, &canvas, line)
    }
  }

  private func draw(_ part: Part, _ index: Int, _ canvas: inout Canvas, _ rect: Rect) {
    let isFocused = index == focus
    let style: Style = isFocused ? .selection : .plain
    canvas.fill(rect, with: Cell(" ", style))
    let wins = isWinner(index) ? " ◀" : ""
    let number = "= \(Decimals.text(part.value, 4).leftPadded(to: 9))\(wins)".rightPadded(to: 13)
    let end = canvas.write(number, endingAt: rect.maxX, y: rect.y, style)
    let mark = isFocused ? "▸" : " "
    canvas.write(mark + text(part), x: rect.x, y: rect.y, limit: end - rect.x - 1, style)
  }

  private func text(_ part: Part) -> String {
    guard let addend = part.addend else {
      let count = part.addendCount
      let formula = Formula.numbers(part.expression)
      let name = part.name.isEmpty ? "" : part.name.rightPadded(to: 12) + " "
      return formula.hasPrefix("Σ")
        ? "\(name)Σ of \(count) \(count == 1 ? "term" : "terms")" : name + formula
    }
    let isWide = Set(parts.compactMap { $0.addend?.read?.position?.indices.dropLast(2) }).count > 1
    return addend.factors.map { factor($0, isWide: isWide) }.joined(separator: " × ")
  }

  /// `x[5,6]   0.6130`; with the channel where the parts read several.
  private func factor(_ term: Term, isWide: Bool) -> String {
    let value = Decimals.text(term.value, 4).leftPadded(to: 8)
    guard let position = term.position else {
      return term.symbol.isEmpty ? value : "\(term.symbol) \(value)"
    }
    let indices = position.indices.dropFirst(term.isOfABatch ? 1 : 0)
    let shown = isWide ? Array(indices) : Array(indices.suffix(2))
    let place = "\(term.symbol)[\(shown.map(String.init).joined(separator: ","))]"
    return place.rightPadded(to: 8) + value
  }

  /// Whether it is the first of the largest, where the largest is taken.
  private func isWinner(_ index: Int) -> Bool {
    guard operation == .maximum else { return false }
    let best = parts.map(\.value).max()
    return parts.firstIndex { $0.value == best } == index
  }
}

extension Term {
  /// Whether the first index of its position is the sample.
  var isOfABatch: Bool {
    switch source {
    case .input, .output, .outputGradient, .padding: true
    case .parameter, .statistic, .target, .intermediate, .constant: false
    }
  }
}
