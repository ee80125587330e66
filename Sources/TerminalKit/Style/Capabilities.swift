/// How many colors the screen has.
public enum ColorDepth: Int, Hashable, Sendable, CaseIterable, Comparable {
  /// None, 8, 16, 256, or 24 bits for each.
  case mono, eight, sixteen, indexed256, truecolor

  /// Fewer colors come first.
  public static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
}

/// Which characters the screen has.
public struct Glyphs: Hashable, Sendable {
  /// The characters of frames.
  public enum Lines: Hashable, Sendable {
    /// Box-drawing characters of Unicode, the terminal's own set (VT100), or `+-|`.
    case unicode, terminal, ascii
  }

  /// Whether characters beyond ASCII can be shown.
  package var unicode: Bool
  /// Whether the font has half blocks `▀▄█`.
  package var halfBlocks: Bool
  /// Whether the font has all eighth blocks `▁▂▃▄▅▆▇`.
  package var eighthBlocks: Bool
  package var braille: Bool
  package var lines: Lines

  package init(
    unicode: Bool, halfBlocks: Bool, eighthBlocks: Bool, braille: Bool, lines: Lines
  ) {
    self.unicode = unicode
    self.halfBlocks = halfBlocks
    self.eighthBlocks = eighthBlocks
    self.braille = braille
    self.lines = lines
  }

  /// Everything.
  public static let full = Glyphs(
    unicode: true, halfBlocks: true, eighthBlocks: true, braille: true, lines: .unicode)
  /// ASCII alone.
  public static let ascii = Glyphs(
    unicode: false, halfBlocks: false, eighthBlocks: false, braille: false, lines: .ascii)
}

/// What the screen can show; views choose their glyphs by it and never by `TERM`.
public struct Capabilities: Hashable, Sendable {
  /// The number of colors.
  public var depth: ColorDepth
  /// The characters.
  public var glyphs: Glyphs
  /// Whether heat is offered as pictures, too.
  package var hasPictures = false

  /// A screen with these colors and characters.
  public init(depth: ColorDepth, glyphs: Glyphs) {
    self.depth = depth
    self.glyphs = glyphs
  }

  /// All colors and characters.
  public static let full = Capabilities(depth: .truecolor, glyphs: .full)
  package static let indexed = Capabilities(depth: .indexed256, glyphs: .full)
  package static let monochrome = Capabilities(depth: .mono, glyphs: .full)
  package static let plain = Capabilities(depth: .mono, glyphs: .ascii)

  /// Whether a screen cell can show two values, one above the other, in color.
  public var stacksHeat: Bool { depth > .mono && glyphs.halfBlocks }

  /// The screen rows that a heatmap takes.
  ///
  /// - Parameters:
  ///   - rows: those of the heatmap.
  ///   - zoom: the columns of a cell, which is half as high as wide.
  package func heatRows(_ rows: Int, zoom: Int) -> Int {
    stacksHeat ? (rows * zoom + 1) / 2 : rows * max(1, zoom / 2)
  }
}
