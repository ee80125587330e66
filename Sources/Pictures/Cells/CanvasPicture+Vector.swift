import TerminalKit

extension CanvasPicture {
  /// The screen in Scalable Vector Graphics, 8×16 units a cell: what is behind the
  /// characters, what fills cells exactly, curves, and the text.
  ///
  /// - Parameter magnify: how many pixels wide a unit is shown.
  package func svg(magnify: Int = 1) -> String {
    VectorText.document(
      width: canvas.size.columns * CellShape.columns, height: canvas.size.rows * CellShape.rows,
      magnify: magnify, ground: paper.ground, grounds + shapes + curves + texts)
  }

  private var places: [(x: Int, y: Int)] {
    (0..<canvas.size.rows).flatMap { y in (0..<canvas.size.columns).map { (x: $0, y: y) } }
  }

  /// Colors of half cells, as one line for every run of equal ones.
  private var grounds: [String] {
    var halves = ColorGrid(columns: canvas.size.columns, rows: canvas.size.rows * 2)
    for (x, y) in places {
      let ink = ink(x, y)
      let isFull = "█▀▄".unicodeScalars.contains(character(x, y))
      let (upper, lower) =
        isFull ? (character(x, y) != "▄", character(x, y) != "▀") : (false, false)
      for (row, isInk) in [(2 * y, upper), (2 * y + 1, lower)] {
        let color = isInk ? ink.front : ink.paper
        halves[row, x] = color == paper.ground ? nil : color
      }
    }
    var paths = TextGroups<PixelColor>()
    for run in halves.runs {
      paths.append("M\(run.column) \(run.row)h\(run.length)", to: run.color)
    }
    guard !paths.groups.isEmpty else { return [] }
    return ["<g transform=\"translate(0 4)scale(8)\" shape-rendering=\"crispEdges\">"]
      + paths.groups.map { "<path stroke=\"\($0.key)\" d=\"\($0.text)\"/>" } + ["</g>"]
  }

  /// Lines of boxes and blocks, those that touch as one rectangle.
  private var shapes: [String] {
    var parts: [PaintedRectangle] = []
    for (x, y) in places {
      let (character, ink) = (character(x, y), ink(x, y))
      guard !"█▀▄".unicodeScalars.contains(character), CellShape.dots(of: character).isEmpty,
        let shape = CellShape.rectangles(of: character)
      else { continue }
      let underline = ink.isUnderlined ? [CellRectangle(0, 14, 8, 1)] : []
      for part in shape + underline {
        parts.append(
          PaintedRectangle(
            x: x * 8 + part.x, y: y * 16 + part.y, width: part.width, height: part.height,
            color: part.quarters == 4
              ? ink.front : ink.front.covering(ink.paper, part.quarters * 255 / 4)))
      }
    }
    var paths = TextGroups<PixelColor>()
    for part in PaintedRectangle.joined(parts) { paths.append(part.path, to: part.color) }
    return paths.groups.map { "<path fill=\"\($0.key)\" d=\"\($0.text)\"/>" }
  }

  /// Braille patterns as lines from dot to dot.
  private var curves: [String] {
    var colors = TextGroups<PixelColor>()
    var dots: [PixelColor: [(x: Int, y: Int)]] = [:]
    for (x, y) in places {
      let found = CellShape.dots(of: character(x, y))
      guard !found.isEmpty else { continue }
      let color = ink(x, y).front
      colors.append("", to: color)
      dots[color, default: []] += found.map { ((x * 8 + $0.x - 2) / 4, (y * 16 + $0.y - 2) / 4) }
    }
    return colors.groups.map { color, _ in
      "<path fill=\"none\" stroke=\"\(color)\" stroke-width=\".45\" stroke-linecap=\"round\" "
        + "stroke-linejoin=\"round\" transform=\"translate(2 2)scale(4)\" "
        + "d=\"\(DotChains(dots[color] ?? []).path)\"/>"
    }
  }
}

/// The text.
extension CanvasPicture {
  /// What one group of lines has in common.
  private struct TextStyle: Hashable {
    let color: PixelColor
    let isBold, isUnderlined: Bool
  }

  private var texts: [String] {
    var lines = TextGroups<TextStyle>()
    for y in 0..<canvas.size.rows {
      for run in runs(y) {
        let line = VectorText.line(run.text, x: run.x * 8, y: y * 16, columns: run.columns)
        lines.append(line + "\n", to: run.style)
      }
    }
    return lines.groups.map { style, text in
      let weight = style.isBold ? " font-weight=\"bold\"" : ""
      let line = style.isUnderlined ? " text-decoration=\"underline\"" : ""
      return "<g fill=\"\(style.color)\"\(weight)\(line)>\n\(text)</g>"
    }
  }

  /// The words of a row that have one style and single blanks between them.
  private func runs(_ y: Int) -> [(x: Int, columns: Int, text: String, style: TextStyle)] {
    var runs: [(x: Int, columns: Int, text: String, style: TextStyle)] = []
    for x in 0..<canvas.size.columns where canvas[x, y].character != Cell.continuation {
      let character = character(x, y)
      guard character != " ", character != "\u{A0}", CellShape.rectangles(of: character) == nil
      else { continue }
      let ink = ink(x, y)
      let style = TextStyle(
        color: ink.front, isBold: ink.isBold, isUnderlined: ink.isUnderlined)
      let width = canvas[x + 1, y].character == Cell.continuation ? 2 : 1
      if let last = runs.last, last.style == style, continues(last.x + last.columns, to: x, y) {
        let gap = x > last.x + last.columns ? " " : ""
        runs[runs.count - 1].text += gap + String(character)
        runs[runs.count - 1].columns = x + width - last.x
      } else {
        runs.append((x, width, String(character), style))
      }
    }
    return runs
  }

  /// Whether there is nothing or one blank between a run and a character.
  private func continues(_ end: Int, to x: Int, _ y: Int) -> Bool {
    x == end || (x == end + 1 && character(end, y) == " " && !ink(end, y).isUnderlined)
  }
}
