import TerminalKit

extension Drawing {
  /// The picture in Scalable Vector Graphics.
  ///
  /// - Parameter magnify: how many pixels wide a unit is shown.
  package func svg(magnify: Int = 1) -> String {
    VectorText.document(
      width: width, height: height, magnify: magnify, ground: paper.ground,
      elements.flatMap(Self.lines))
  }

  private static func lines(_ element: Element) -> [String] {
    switch element {
    case .cells(let cells, let x, let y, let side):
      return ["<g transform=\"translate(\(x) \(y))scale(\(side))\" shape-rendering=\"crispEdges\">"]
        + paths(cells) + ["</g>"]
    case .rectangle(let x, let y, let width, let height, let color):
      return [
        "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" fill=\"\(color)\"/>"
      ]
    case .line(let points, let color, let width):
      let places = points.map { "\(VectorText.number($0.x)),\(VectorText.number($0.y))" }
      return [
        "<polyline fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(VectorText.number(width))\" "
          + "stroke-linecap=\"round\" stroke-linejoin=\"round\" "
          + "points=\"\(places.joined(separator: " "))\"/>"
      ]
    case .text(let text, let x, let y, let color, let isBold):
      let weight = isBold ? " font-weight=\"bold\"" : ""
      let line = VectorText.line(text, x: x, y: y, columns: text.columns)
      return ["<g fill=\"\(color)\"\(weight)>\(line)</g>"]
    }
  }

  /// Neighbors of one color as one rectangle, all rectangles of one color as one path.
  private static func paths(_ cells: ColorGrid) -> [String] {
    let parts = cells.runs.map { run in
      PaintedRectangle(x: run.column, y: run.row, width: run.length, height: 1, color: run.color)
    }
    var paths = TextGroups<PixelColor>()
    for part in PaintedRectangle.joined(parts) { paths.append(part.path, to: part.color) }
    return paths.groups.map { "<path fill=\"\($0.key)\" d=\"\($0.text)\"/>" }
  }
}
