/// A color of a real terminal.
public enum TerminalColor: Hashable, Sendable {
  /// The terminal's own foreground or background, whatever the user has set.
  case own
  /// An entry of the terminal's palette: 0…7, 0…15 or 0…255, by its depth.
  case indexed(UInt8)
  case rgb(UInt8, UInt8, UInt8)
}

/// A style resolved to the colors of a terminal.
public struct ResolvedStyle: Hashable, Sendable {
  /// The color of the character.
  public var foreground: TerminalColor
  /// The color behind it.
  public var background: TerminalColor
  /// The attributes.
  public var attributes: Attributes

  /// The terminal's own colors by default.
  public init(
    foreground: TerminalColor = .own, background: TerminalColor = .own, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// Turns styles into the colors of a terminal; nothing else does.
///
/// Text keeps the terminal's own colors (never "white"), so that light and dark backgrounds both
/// work. Selection, cursor, focus and errors have an attribute besides their
/// color, so that they are visible without colors, too.
public struct Palette: Hashable, Sendable {
  private let depth: ColorDepth
  /// The user's choices.
  package let appearance: Appearance
  private let heat: HeatColors

  /// The palette of a terminal with this number of colors.
  public init(_ depth: ColorDepth, _ appearance: Appearance = Appearance()) {
    (self.depth, self.appearance) = (depth, appearance)
    heat = HeatColors(depth: depth, appearance: appearance)
  }

  /// The colors and attributes of a style.
  public func resolve(_ style: Style) -> ResolvedStyle {
    var resolved = resolve(style.role)
    resolved.attributes.formUnion(style.attributes)
    guard depth > .mono else { return resolved }
    if let paint = style.foreground { resolved.foreground = color(for: paint) }
    if let paint = style.background {
      resolved.background = color(for: paint)
      if style.foreground == nil { resolved.foreground = contrast(to: paint) }
    }
    return resolved
  }

  /// The color of a paint.
  ///
  /// - Precondition: the depth has colors.
  package func color(for paint: Paint) -> TerminalColor {
    precondition(depth > .mono, "no paint without colors")
    switch paint {
    case .sequential(let level): return heat.sequential(level)
    case .diverging(let level): return heat.diverging(level)
    case .gray(let level): return heat.gray(level)
    case .rgb(let red, let green, let blue): return picture(red, green, blue)
    case .series(let index): return .indexed(Self.series(index, depth))
    case .cursor: return .indexed(pick(5, 13, 201))
    case .alarm: return .indexed(pick(1, 9, 196))
    }
  }

  /// Black or white, whichever is legible on the paint.
  private func contrast(to paint: Paint) -> TerminalColor {
    let isLight = color(for: paint).luminance > 0.18
    return .indexed(depth > .sixteen ? isLight ? 16 : 231 : isLight ? 0 : 7)
  }

  /// A color of a picture: itself, the nearest of the 6×6×6 cube, or the basic color with the
  /// channels that are more than half.
  private func picture(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> TerminalColor {
    switch depth {
    case .truecolor: return .rgb(red, green, blue)
    case .indexed256:
      let steps = [red, green, blue].map { ($0 < 48 ? 0 : $0 < 115 ? 1 : ($0 - 35) / 40) as UInt8 }
      return .indexed(16 + 36 * steps[0] + 6 * steps[1] + steps[2])
    default:
      return .indexed((red > 127 ? 1 : 0) + (green > 127 ? 2 : 0) + (blue > 127 ? 4 : 0))
    }
  }

  private func pick(_ eight: UInt8, _ sixteen: UInt8, _ more: UInt8) -> UInt8 {
    depth == .eight ? eight : depth == .sixteen ? sixteen : more
  }

  private static func series(_ index: UInt8, _ depth: ColorDepth) -> UInt8 {
    let colors: [UInt8] =
      depth < .indexed256 ? [6, 3, 5, 2, 4, 1] : [39, 208, 170, 78, 178, 105]
    return colors[Int(index) % colors.count]
  }

  private func resolve(_ role: TextRole) -> ResolvedStyle {
    let attributes = Self.attributes(of: role)
    guard depth > .mono, let colors = Self.roleColors[role] else {
      return ResolvedStyle(attributes: attributes)
    }
    let index: UInt8 =
      switch appearance.background {
      case _ where depth <= .sixteen: colors.basic
      case .unknown: colors.either
      case .dark: colors.onDark
      case .light: colors.onLight
      }
    return ResolvedStyle(foreground: .indexed(index), attributes: attributes)
  }

  private static func attributes(of role: TextRole) -> Attributes {
    switch role {
    case .plain, .good, .padding, .accent: []
    case .dim, .border: .dim
    case .selection: .reverse
    case .cursor: [.reverse, .bold]
    case .title, .heading, .key, .warning, .error, .focusedBorder, .mark: .bold
    }
  }

  /// Foregrounds of the 16 colors, and of the 256 for either background, a dark and a light one;
  /// the rest is the terminal's own.
  private static let roleColors:
    [TextRole: (basic: UInt8, either: UInt8, onDark: UInt8, onLight: UInt8)] = [
      .heading: (6, 30, 80, 23), .accent: (6, 30, 80, 23), .key: (6, 30, 80, 23),
      .good: (2, 29, 78, 22), .warning: (3, 166, 214, 94), .error: (1, 160, 203, 88),
      .focusedBorder: (6, 30, 80, 23), .padding: (4, 68, 111, 25), .mark: (5, 170, 213, 90),
    ]
}

extension TerminalColor {
  /// The relative luminance of WCAG 2.1, from 0 (black) to 1 (white), with the usual 16 colors.
  package var luminance: Double {
    let (red, green, blue) = channels
    return 0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  /// Red, green and blue, with the usual 16 colors; black for the terminal's own.
  package var channels: (red: UInt8, green: UInt8, blue: UInt8) {
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    switch self {
    case .own: return (0, 0, 0)
    case .rgb(let red, let green, let blue): return (red, green, blue)
    case .indexed(let index) where index >= 232:
      let gray = 8 + 10 * (index - 232)
      return (gray, gray, gray)
    case .indexed(let index) where index >= 16:
      let cube = Int(index - 16)
      return (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    case .indexed(let index):
      let on: UInt8 = index < 8 ? 205 : 255
      func channel(_ bit: UInt8) -> UInt8 { index & bit != 0 ? on : index > 8 ? 85 : 0 }
      return index == 8 ? (127, 127, 127) : (channel(1), channel(2), channel(4))
    }
  }

  /// A channel without the gamma of sRGB, by its usual approximation (error below 1/100).
  private static func linear(_ value: UInt8) -> Double {
    let share = Double(value) / 255
    return share * (share * (share * 0.305306011 + 0.682171111) + 0.012522878)
  }
}
