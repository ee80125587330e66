/// A colour of a real terminal.
public enum TerminalColor: Hashable, Sendable {
  /// The terminal's own foreground or background, whatever the user has set.
  case own
  /// An entry of the terminal's palette: 0…7, 0…15 or 0…255, by its depth.
  case indexed(UInt8)
  case rgb(UInt8, UInt8, UInt8)
}

/// How a cell is really drawn.
public struct Ink: Hashable, Sendable {
  public var foreground: TerminalColor
  public var background: TerminalColor
  public var attributes: Attributes

  public init(
    foreground: TerminalColor = .own, background: TerminalColor = .own, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// Turns meanings into the colours of a terminal, at the rim and nowhere else.
///
/// Text keeps the terminal's own colours (never "white"), so that light and dark backgrounds both
/// work. Whatever must be seen (selection, cursor, focus, error) has an attribute besides its
/// colour, so that it is seen without colours, too.
public struct Palette: Hashable, Sendable {
  public let depth: ColorDepth

  public init(_ depth: ColorDepth) { self.depth = depth }

  /// How a cell of this style is drawn.
  public func ink(for style: Style) -> Ink {
    var ink = Self.ink(of: style.role, depth)
    ink.attributes.formUnion(style.attributes)
    guard depth > .mono else { return ink }
    if let paint = style.foreground { ink.foreground = color(for: paint) }
    if let paint = style.background {
      ink.background = color(for: paint)
      if style.foreground == nil { ink.foreground = contrast(to: paint) }
    }
    return ink
  }

  /// The colour of a paint.
  ///
  /// - Precondition: the depth has colours.
  public func color(for paint: Paint) -> TerminalColor {
    precondition(depth > .mono, "no paint without colours")
    switch paint {
    case .sequential(let level): return HeatColors.sequential(level, depth)
    case .diverging(let level): return HeatColors.diverging(level, depth)
    case .grey(let level): return HeatColors.grey(level, depth)
    case .series(let index): return .indexed(Self.series(index, depth))
    case .cursor: return .indexed(pick(5, 13, 201))
    case .alarm: return .indexed(pick(1, 9, 196))
    }
  }

  /// Black or white, whichever can be read on the paint.
  private func contrast(to paint: Paint) -> TerminalColor {
    let light = isLight(paint)
    return .indexed(depth == .indexed256 || depth == .truecolor ? light ? 16 : 231 : light ? 0 : 7)
  }

  private func isLight(_ paint: Paint) -> Bool {
    switch paint {
    case .sequential(let level), .grey(let level): level > 120
    case .diverging(let level): abs(Int(level)) > 76
    case .series, .cursor, .alarm: depth > .sixteen
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

  private static func ink(of role: Role, _ depth: ColorDepth) -> Ink {
    let attributes = attributes(of: role)
    guard depth > .mono, let colors = roleColors[role] else { return Ink(attributes: attributes) }
    let index =
      depth == .eight ? colors.eight : depth == .sixteen ? colors.sixteen : colors.indexed
    return Ink(foreground: .indexed(index), attributes: attributes)
  }

  private static func attributes(of role: Role) -> Attributes {
    switch role {
    case .plain, .good, .padding, .accent: []
    case .dim, .border: .dim
    case .selection: .reverse
    case .cursor: [.reverse, .bold]
    case .title, .heading, .key, .warning, .error, .focusedBorder, .mark: .bold
    }
  }

  /// Foregrounds that can be read on light and dark backgrounds; the rest is the terminal's own.
  private static let roleColors: [Role: (eight: UInt8, sixteen: UInt8, indexed: UInt8)] = [
    .heading: (6, 6, 37), .accent: (6, 6, 37), .key: (6, 6, 37), .good: (2, 2, 35),
    .warning: (3, 3, 172), .error: (1, 1, 160), .focusedBorder: (6, 6, 37), .padding: (4, 4, 68),
    .mark: (5, 5, 170),
  ]
}
