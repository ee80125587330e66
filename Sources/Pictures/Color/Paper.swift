import TerminalKit

/// What a picture stands on, and the color of text on it.
package struct Paper: Hashable, Sendable {
  package let ground: PixelColor
  package let text: PixelColor

  /// As a dark terminal, for screens.
  package static let dark = Paper(ground: .ground, text: .text)
  /// White, for slides and papers.
  package static let light = Paper(
    ground: PixelColor(255, 255, 255), text: PixelColor(24, 24, 27))

  /// The ground of a terminal with this background; dark where it is not known.
  package init(_ background: Background) { self = background == .light ? .light : .dark }

  private init(ground: PixelColor, text: PixelColor) {
    (self.ground, self.text) = (ground, text)
  }
}
