/// How many colors the screen has.
public enum ColorDepth: Int, Hashable, Sendable, CaseIterable, Comparable {
  case mono, eight, sixteen, indexed256, truecolor

  public static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
}

/// Which characters the screen has.
public struct Glyphs: Hashable, Sendable {
  /// How frames are drawn: with Unicode's lines, with the terminal's own set, or with `+-|`.
  public enum Lines: Hashable, Sendable { case unicode, terminal, ascii }

  /// Whether characters beyond ASCII can be shown.
  public var unicode: Bool
  /// Whether the font has half blocks `▀▄█`.
  public var halfBlocks: Bool
  /// Whether the font has all eighth blocks `▁▂▃▄▅▆▇`.
  public var eighthBlocks: Bool
  public var braille: Bool
  public var lines: Lines

  public init(
    unicode: Bool, halfBlocks: Bool, eighthBlocks: Bool, braille: Bool, lines: Lines
  ) {
    self.unicode = unicode
    self.halfBlocks = halfBlocks
    self.eighthBlocks = eighthBlocks
    self.braille = braille
    self.lines = lines
  }

  public static let full = Glyphs(
    unicode: true, halfBlocks: true, eighthBlocks: true, braille: true, lines: .unicode)
  public static let ascii = Glyphs(
    unicode: false, halfBlocks: false, eighthBlocks: false, braille: false, lines: .ascii)
}

/// What the screen can show; panes choose their glyphs by it and never look at `TERM`.
public struct Capabilities: Hashable, Sendable {
  public var depth: ColorDepth
  public var glyphs: Glyphs

  public init(depth: ColorDepth, glyphs: Glyphs) {
    self.depth = depth
    self.glyphs = glyphs
  }

  public static let full = Capabilities(depth: .truecolor, glyphs: .full)
  public static let indexed = Capabilities(depth: .indexed256, glyphs: .full)
  public static let monochrome = Capabilities(depth: .mono, glyphs: .full)
  public static let plain = Capabilities(depth: .mono, glyphs: .ascii)

  /// Whether a screen cell can show two values, one above the other, in colors.
  public var stacksHeat: Bool { depth > .mono && glyphs.halfBlocks }
}
