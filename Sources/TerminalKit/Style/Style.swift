/// What a cell of the screen means; the colors are chosen at the rim by a ``Palette``.
public struct Style: Hashable, Sendable {
  public var role: Role
  /// A color that stands for a value, instead of the role's own; nil leaves the role's.
  public var foreground: Paint?
  public var background: Paint?
  public var attributes: Attributes

  public init(
    _ role: Role = .plain, foreground: Paint? = nil, background: Paint? = nil,
    attributes: Attributes = []
  ) {
    self.role = role
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

extension Style {
  public static let plain = Style(.plain)
  public static let dim = Style(.dim)
  public static let title = Style(.title)
  public static let heading = Style(.heading)
  public static let accent = Style(.accent)
  public static let selection = Style(.selection)
  public static let cursor = Style(.cursor)
  public static let key = Style(.key)
  public static let good = Style(.good)
  public static let warning = Style(.warning)
  public static let error = Style(.error)
  public static let border = Style(.border)
  public static let padding = Style(.padding)
  public static let mark = Style(.mark)

  /// The same style in bold.
  public var bold: Style { with(.bold) }

  /// The same style with further attributes.
  public func with(_ more: Attributes) -> Style {
    var copy = self
    copy.attributes.formUnion(more)
    return copy
  }
}

/// The meanings a cell can have.
public enum Role: UInt8, Hashable, Sendable, CaseIterable {
  case plain, dim, title, heading, accent, selection, cursor, key, good, warning, error
  case border, focusedBorder, padding, mark
}

/// A color that stands for a value.
public enum Paint: Hashable, Sendable {
  /// A share of a scale without sign, 0 lowest … 255 highest.
  case sequential(UInt8)
  /// A share of a scale around zero, −127 … 127.
  case diverging(Int8)
  /// A value of either scale outside the region in focus: gray of the same lightness, 0 … 255.
  case gray(UInt8)
  /// A color of a picture: red, green, blue.
  case rgb(UInt8, UInt8, UInt8)
  /// The n-th curve of a chart.
  case series(UInt8)
  /// The cell under the cursor, unlike every other paint.
  case cursor
  /// A value that is no number, unlike every heat.
  case alarm

  /// A share of 0…1; what lies outside is clamped, a NaN is 0.
  public static func sequential(level: Float) -> Paint {
    .sequential(UInt8(255 * min(1, max(0, level.isNaN ? 0 : level)) + 0.5))
  }

  /// A share of 0…1 as a byte; what lies outside is clamped, a NaN is 0.
  public static func share(_ level: Float) -> UInt8 {
    UInt8(255 * min(1, max(0, level.isNaN ? 0 : level)) + 0.5)
  }

  /// A share of −1…1; what lies outside is clamped, a NaN is 0. Only exactly 0 (and what rounds
  /// to it) is the neutral middle.
  public static func diverging(level: Float) -> Paint {
    .diverging(Int8((127 * min(1, max(-1, level.isNaN ? 0 : level))).rounded()))
  }
}

/// What can be added to any style.
public struct Attributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let bold = Attributes(rawValue: 1)
  public static let reverse = Attributes(rawValue: 2)
  public static let underline = Attributes(rawValue: 4)
  public static let dim = Attributes(rawValue: 8)
}

extension Attributes: CustomStringConvertible {
  public var description: String {
    [(Attributes.bold, "bold"), (.reverse, "reverse"), (.underline, "underline"), (.dim, "dim")]
      .filter { contains($0.0) }.map(\.1).joined(separator: " ")
  }
}

extension Paint: CustomStringConvertible {
  public var description: String {
    switch self {
    case .sequential(let level): "seq\(level)"
    case .diverging(let level): "div\(level < 0 ? "" : "+")\(level)"
    case .gray(let level): "gray\(level)"
    case .rgb(let red, let green, let blue): "rgb\(red),\(green),\(blue)"
    case .series(let index): "series\(index)"
    case .cursor: "cursor"
    case .alarm: "alarm"
    }
  }
}

extension Style: CustomStringConvertible {
  /// As style pictures show it: `selection`, `plain fg=seq255 bg=div-12 bold`.
  public var description: String {
    let parts = [
      "\(role)", foreground.map { "fg=\($0)" }, background.map { "bg=\($0)" },
      attributes.isEmpty ? nil : "\(attributes)",
    ]
    return parts.compactMap { $0 }.joined(separator: " ")
  }
}
