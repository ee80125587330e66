import TerminalKit

/// A picture of rectangles, lines and text, which becomes pixels or Scalable Vector Graphics.
///
/// Lengths are in units: a pixel each where nothing is magnified. A character takes 8 of them in a
/// line of 16.
package struct Drawing: Sendable {
  /// A place, from the upper left corner.
  package struct Point: Hashable, Sendable {
    package let x, y: Double

    package init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
  }

  /// What is drawn over what was drawn before.
  enum Element: Sendable {
    case cells(ColorGrid, x: Int, y: Int, side: Int)
    case rectangle(x: Int, y: Int, width: Int, height: Int, PixelColor)
    case line([Point], PixelColor, width: Double)
    case text(String, x: Int, y: Int, PixelColor, isBold: Bool)
  }

  /// The width of a character, and the height of a line.
  package static let (character, line) = (CellShape.columns, CellShape.rows)

  package let width, height: Int
  private(set) var elements: [Element] = []
  let paper: Paper

  /// An empty picture, on a dark ground unless another is given.
  package init(width: Int, height: Int, on paper: Paper = .dark) {
    (self.width, self.height, self.paper) = (max(1, width), max(1, height), paper)
  }

  /// Adds cells of some side, the first with its upper left corner at (x, y).
  package mutating func add(_ cells: ColorGrid, x: Int, y: Int, side: Int) {
    elements.append(.cells(cells, x: x, y: y, side: side))
  }

  /// Adds a filled rectangle.
  package mutating func fill(x: Int, y: Int, width: Int, height: Int, _ color: PixelColor) {
    elements.append(.rectangle(x: x, y: y, width: width, height: height, color))
  }

  /// Adds a line through points, with round joints and ends.
  package mutating func join(_ points: [Point], _ color: PixelColor, width: Double = 1.5) {
    elements.append(.line(points, color, width: width))
  }

  /// Adds a line of text, the first character with its upper left corner at (x, y); returns where it
  /// ends.
  @discardableResult
  package mutating func write(
    _ text: String, x: Int, y: Int, _ color: PixelColor? = nil, isBold: Bool = false
  ) -> Int {
    elements.append(.text(text, x: x, y: y, color ?? paper.text, isBold: isBold))
    return x + text.columns * Self.character
  }
}
