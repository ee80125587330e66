import TerminalKit

extension Drawing {
  /// The picture as pixels.
  ///
  /// - Parameter magnify: how many pixels wide a unit is.
  /// - Throws: ``PictureError`` where it would be too large, or has text and there is no font.
  package func pixels(magnify: Int = 1) throws(PictureError) -> PixelSheet {
    try PictureError.checkSize(rows: height * magnify, columns: width * magnify)
    var sheet = PixelSheet(
      rows: height * magnify, columns: width * magnify, ground: paper.ground)
    var typeface = TypefaceOnDemand(
      width: Self.character * magnify, height: Self.line * magnify)
    for element in elements { try draw(element, into: &sheet, magnify, &typeface) }
    return sheet
  }

  private func draw(
    _ element: Element, into sheet: inout PixelSheet, _ unit: Int,
    _ typeface: inout TypefaceOnDemand
  ) throws(PictureError) {
    switch element {
    case .cells(let cells, let x, let y, let side):
      for run in cells.runs {
        sheet.fill(
          row: (y + run.row * side) * unit, column: (x + run.column * side) * unit,
          rows: side * unit, columns: run.length * side * unit, run.color)
      }
    case .rectangle(let x, let y, let width, let height, let color):
      sheet.fill(
        row: y * unit, column: x * unit, rows: height * unit, columns: width * unit, color)
    case .line(let points, let color, let width):
      let scaled = points.map { Point($0.x * Double(unit), $0.y * Double(unit)) }
      StrokeCoverage(scaled, width: width * Double(unit)).draw(into: &sheet, color)
    case .text(let text, let x, let y, let color, let isBold):
      var column = x * unit
      for scalar in text.unicodeScalars where scalar.columns > 0 {
        let width = scalar.columns
        if let shape = CellShape.rectangles(of: scalar) {
          sheet.draw(shape, row: y * unit, column: column, unit: unit, color, over: paper.ground)
        } else if scalar != " " {
          let glyph = try typeface.found.glyph(scalar.harmless, columns: width, isBold: isBold)
          sheet.draw(glyph, row: y * unit, column: column, color)
        }
        column += width * Self.character * unit
      }
    }
  }
}

/// The coverage of pixels by a line with round joints and ends: a pixel is covered as far as a disc
/// around its middle reaches across the nearest edge of the line.
struct StrokeCoverage {
  private let points: [Drawing.Point]
  private let reach: Double

  init(_ points: [Drawing.Point], width: Double) {
    (self.points, reach) = (points, width / 2)
  }

  /// Covers every pixel once, however often the line comes near it.
  func draw(into sheet: inout PixelSheet, _ color: PixelColor) {
    var shares: [Int: Double] = [:]
    for (start, end) in zip(points, points.count == 1 ? points[...] : points.dropFirst()) {
      cover(start, end, sheet, &shares)
    }
    for (place, share) in shares {
      let (row, column) = place.quotientAndRemainder(dividingBy: sheet.columns)
      sheet.cover(row: row, column: column, color, UInt8((share * 255).rounded()))
    }
  }

  private func cover(
    _ start: Drawing.Point, _ end: Drawing.Point, _ sheet: PixelSheet,
    _ shares: inout [Int: Double]
  ) {
    let top = max(0, Int(min(start.y, end.y) - reach - 1))
    let bottom = min(sheet.rows - 1, Int(max(start.y, end.y) + reach + 1))
    let left = max(0, Int(min(start.x, end.x) - reach - 1))
    let right = min(sheet.columns - 1, Int(max(start.x, end.x) + reach + 1))
    for row in top...max(top, bottom) where row <= bottom {
      for column in left...max(left, right) where column <= right {
        let middle = Drawing.Point(Double(column) + 0.5, Double(row) + 0.5)
        let share = min(1, reach + 0.5 - Self.distance(middle, start, end))
        if share > 0 { shares[row * sheet.columns + column, default: 0].raise(to: share) }
      }
    }
  }

  /// From a point to the nearest one of a straight line between two.
  private static func distance(
    _ point: Drawing.Point, _ start: Drawing.Point, _ end: Drawing.Point
  ) -> Double {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let (px, py) = (point.x - start.x, point.y - start.y)
    let length = dx * dx + dy * dy
    let along = length > 0 ? min(1, max(0, (px * dx + py * dy) / length)) : 0
    let (x, y) = (px - along * dx, py - along * dy)
    return (x * x + y * y).squareRoot()
  }
}

extension Double {
  fileprivate mutating func raise(to other: Double) { self = max(self, other) }
}
