import Comparison
import TerminalKit

/// A row for each layer with the error that is born there and the one that arrives, and the verdict.
struct CompareListPane {
  let comparison: NetworkComparison
  let selected: Int

  /// The columns of a number, and of names at least.
  private static let (nameWidth, numberWidth) = (16, 8)

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let count = comparison.layers.count { $0.reference != nil }
    ViewHeading(
      title: "COMPARE", rest: "\(count) of \(comparison.layers.count) layers have a reference"
    ).draw(&canvas, rest.takeTop(1))
    let lines = CompareSentences(comparison).lines
      .flatMap { line in wrapped(line.text, to: rest.width - 2).map { ($0, line.style) } }
    let text = rest.takeBottom(min(lines.count, rest.height / 2))
    for (row, line) in lines.prefix(text.height).enumerated() {
      canvas.write(
        line.0, x: text.x + 1, y: text.y + row, limit: text.width - 1, line.1)
    }
    drawTable(&canvas, rest)
  }

  private func drawTable(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 1 else { return }
    let layers = comparison.layers
    let longest = layers.map(\.name.columns).max() ?? 0
    let columns = CompareColumns(
      rect, nameWidth: max(Self.nameWidth, min(longest + 1, rect.width / 5)),
      numberWidth: Self.numberWidth)
    columns.write(
      ["layer", "born here", "arrived", "reference"], bars: (0, 0), &canvas, rect.y, .dim)
    let rows = rect.height - 1
    let first = min(max(0, selected - rows / 2), max(0, comparison.layers.count - rows))
    for (line, layer) in comparison.layers.enumerated().dropFirst(first).prefix(rows) {
      let style: Style =
        line == selected
        ? .selection : layer.isGuilty ? .error : layer.reference == nil ? .dim : .plain
      let place = Rect(x: rect.x, y: rect.y + 1 + line - first, width: rect.width, height: 1)
      if line == selected { canvas.fill(place, with: Cell(" ", style)) }
      columns.write(
        [
          abbreviated(
            layer.name, to: columns.nameColumns,
            beside: neighbors(of: line, in: layers.count) { layers[$0].name }),
          ComparisonWords.born(layer),
          ComparisonWords.arrived(layer), layer.reference ?? "–",
        ],
        bars: (Self.length(layer.born), Self.length(layer.arrived)), &canvas, place.y, style)
    }
  }

  /// The length of a bar from 0 to 1: nothing at 10⁻⁸, full at 1, a tenth for each power of ten or so.
  static func length(_ error: Double?) -> Double {
    guard let error, error > 1e-8 else { return 0 }
    guard error.isFinite else { return 1 }
    var (rest, powers) = (error, 8.0)
    while rest < 1, powers > 0 { (rest, powers) = (rest * 10, powers - 1) }
    return min(1, powers / 8)
  }
}

/// The columns of the table of layers.
private struct CompareColumns {
  private let rect: Rect
  private let nameWidth: Int
  /// The room for a name.
  var nameColumns: Int { nameWidth - 1 }
  private let numberWidth: Int
  private let barWidth: Int

  init(_ rect: Rect, nameWidth: Int, numberWidth: Int) {
    self.rect = rect
    self.nameWidth = min(nameWidth, rect.width / 3)
    self.numberWidth = numberWidth
    barWidth = max(0, min(16, (rect.width - nameWidth - 2 * numberWidth - 16) / 2))
  }

  func write(
    _ cells: [String], bars: (Double, Double), _ canvas: inout Canvas, _ y: Int, _ style: Style
  ) {
    var x = rect.x + 1
    canvas.write(cells[0], x: x, y: y, limit: nameColumns, style)
    x += nameWidth
    for (cell, bar) in [(cells[1], bars.0), (cells[2], bars.1)] {
      let length = Int((bar * Double(barWidth)).rounded())
      let text = String(repeating: "█", count: length)
      if cell.contains(" ") || length == 0 {
        canvas.write(cell, x: x, y: y, limit: max(0, numberWidth + barWidth), style)
      } else {
        canvas.write(cell, x: x, y: y, limit: numberWidth - 1, style)
        canvas.write(text, x: x + numberWidth, y: y, limit: barWidth, style)
      }
      x += numberWidth + barWidth + 1
    }
    canvas.write(cells[3], x: x, y: y, limit: max(0, rect.maxX - x), style)
  }
}
