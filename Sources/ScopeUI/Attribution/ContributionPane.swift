import Attribution
import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The addends of a number, the largest first: what was read, what it was multiplied by, and a bar.
struct ContributionPane {
  private let list: ContributionList
  private let answer: AttributionAnswer
  private let row: Int
  /// Whether the number is an addend of another one, so that the heading says what it is.
  private let isInner: Bool

  init(_ list: ContributionList, _ answer: AttributionAnswer, row: Int, isInner: Bool) {
    (self.list, self.answer, self.row, self.isInner) = (list, answer, row, isInner)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    for (text, style) in heading.flatMap({ line in
      wrapped(line.text, to: rect.width - 2).map { ($0, line.style) }
    }).prefix(max(1, rect.height / 3)) {
      let place = rest.takeTop(1)
      canvas.write(text, x: place.x + 1, y: place.y, limit: place.width - 1, style)
    }
    guard rest.height > 1 else { return }
    drawRow(titles, &canvas, rest.takeTop(1), .heading)
    let first = min(max(0, row - rest.height / 2), max(0, list.parts.count - rest.height))
    for index in first..<min(list.parts.count, first + rest.height) {
      let place = rest.takeTop(1)
      drawRow(
        columns(list.parts[index]), &canvas, place, index == row ? .selection : .plain)
      drawBar(list.parts[index], &canvas, place)
    }
  }

  private var network: Network { answer.pass.network }

  /// What is taken apart, and whether its addends add up.
  private var heading: [StyledLine] {
    guard isInner else { return [] }
    let sum = list.completeness
    let name = CellOfValue(list.number.value, list.number.cell).name(in: network)
    let passages = list.passages.map { passage in
      let own = CellOfValue(passage.cell.value, passage.cell.cell).name(in: network)
      return "\(own) = \(Decimals.text(passage.value, 4))\(passage.isWinner ? " (winner)" : "")"
    }
    let text = "\(name) = Σ of \(list.parts.count) addends = \(Decimals.text(sum.sum, 5))"
    return [
      ((passages + [""]).joined(separator: " ← "), .dim),
      (
        "\(text), stored \(Decimals.text(list.stored, 5)) \(sum.holds ? "✓" : "✗")",
        sum.holds ? .good : .error
      ),
    ]
  }

  private var titles: [String] { ["addend", "number", "times", "part"] }

  private func columns(_ part: Contribution) -> [String] {
    let name = AttributionText(answer).name(of: part)
    guard part.source != nil else {
      return [name, "", "", Decimals.text(part.product, 4)]
    }
    return [
      name, Decimals.text(part.input, 4), "× " + Decimals.text(part.factor, 4),
      Decimals.text(part.product, 4),
    ]
  }

  /// Where columns begin, and how wide they are.
  private func layout(_ width: Int) -> [(x: Int, width: Int)] {
    let name = min(28, max(10, width - 40))
    return [(1, name), (name + 2, 11), (name + 14, 13), (name + 28, 11)]
  }

  private func drawRow(
    _ texts: [String], _ canvas: inout Canvas, _ rect: Rect, _ style: TextRole
  ) {
    for (text, place) in zip(texts, layout(rect.width)) where place.x < rect.width {
      let width = min(place.width, rect.width - place.x)
      let shown = place.x == 1 ? abbreviated(text, to: width) : text
      let x = place.x == 1 ? place.x : place.x + max(0, width - text.columns)
      canvas.write(shown, x: rect.x + x, y: rect.y, limit: width, Style(style))
    }
  }

  private func drawBar(_ part: Contribution, _ canvas: inout Canvas, _ rect: Rect) {
    let start = (layout(rect.width).last.map { $0.x + $0.width } ?? 0) + 2
    let room = rect.width - start - 1
    let largest = list.parts.first?.product.magnitude ?? 0
    guard room > 2, largest > 0, part.product.isFinite else { return }
    let length = Int((Double(room) * part.product.magnitude / largest).rounded())
    let paint = Paint.diverging(part.product < 0 ? -100 : 100)
    canvas.write(
      String(repeating: part.product < 0 ? "-" : "+", count: length), x: rect.x + start, y: rect.y,
      limit: room, Style(foreground: paint))
  }
}
