/// What a cell of the screen means; a ``Palette`` chooses the colors.
public struct Style: Hashable, Sendable {
  /// The meaning.
  public var role: TextRole
  /// A color that stands for a value, instead of the role's own; nil leaves the role's.
  public var foreground: Paint?
  /// A color for a value behind the text; nil leaves the role's.
  public var background: Paint?
  /// Attributes besides those of the role.
  public var attributes: Attributes

  /// Plain text by default.
  public init(
    _ role: TextRole = .plain, foreground: Paint? = nil, background: Paint? = nil,
    attributes: Attributes = []
  ) {
    self.role = role
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

extension Style {
  /// Running text.
  public static let plain = Style(.plain)
  package static let dim = Style(.dim)
  package static let title = Style(.title)
  package static let heading = Style(.heading)
  package static let accent = Style(.accent)
  package static let selection = Style(.selection)
  package static let cursor = Style(.cursor)
  package static let key = Style(.key)
  package static let good = Style(.good)
  package static let warning = Style(.warning)
  package static let error = Style(.error)
  package static let border = Style(.border)
  package static let padding = Style(.padding)
  package static let mark = Style(.mark)

  /// The same style in bold.
  public var bold: Style { with(.bold) }

  /// The same style with further attributes.
  public func with(_ more: Attributes) -> Style {
    var copy = self
    copy.attributes.formUnion(more)
    return copy
  }
}

/// The meaning of text on the screen; the palette chooses its color and attributes.
public enum TextRole: UInt8, Hashable, Sendable, CaseIterable {
  /// Running text, its emphasis, and states.
  case plain, dim, title, heading, accent, selection, cursor, key, good, warning, error
  /// Frames, and marks in pictures.
  case border, focusedBorder, padding, mark
}

/// A color that stands for a value; the palette chooses it.
public enum Paint: Hashable, Sendable {
  /// A level of a sequential scale, 0 lowest … 255 highest.
  case sequential(UInt8)
  /// A level of a diverging scale, −127 … 127.
  case diverging(Int8)
  /// A value of either scale outside the region in focus: gray of the same lightness, 0 … 255.
  case gray(UInt8)
  /// A color of a picture: red, green, blue.
  case rgb(UInt8, UInt8, UInt8)
  /// The n-th curve of a chart.
  case series(UInt8)
  /// The cell under the cursor, unlike every other paint.
  case cursor
  /// A value that is not a finite number, unlike every level.
  case alarm

  /// A level from a fraction in 0…1; others are clamped, NaN is 0.
  public static func sequential(level: Float) -> Paint {
    .sequential(UInt8(255 * min(1, max(0, level.isNaN ? 0 : level)) + 0.5))
  }

  /// A fraction in 0…1 as a byte; others are clamped, NaN is 0.
  public static func share(_ level: Float) -> UInt8 {
    UInt8(255 * min(1, max(0, level.isNaN ? 0 : level)) + 0.5)
  }

  /// A level from a fraction in −1…1; others are clamped, NaN is 0. Only 0, and what rounds to it,
  /// is the neutral middle.
  public static func diverging(level: Float) -> Paint {
    .diverging(Int8((127 * min(1, max(-1, level.isNaN ? 0 : level))).rounded()))
  }
}

/// Display attributes that can be added to any style.
public struct Attributes: OptionSet, Hashable, Sendable {
  /// One bit per attribute.
  public let rawValue: UInt8

  /// The attributes with these bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Attributes(rawValue: 1)
  package static let reverse = Attributes(rawValue: 2)
  package static let underline = Attributes(rawValue: 4)
  package static let dim = Attributes(rawValue: 8)
}

extension Attributes: CustomStringConvertible {
  /// The names, separated by blanks: `bold underline`.
  public var description: String {
    [(Attributes.bold, "bold"), (.reverse, "reverse"), (.underline, "underline"), (.dim, "dim")]
      .filter { contains($0.0) }.map(\.1).joined(separator: " ")
  }
}

extension Paint: CustomStringConvertible {
  /// As snapshots of styles show it: `seq255`, `div-12`.
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
  /// As snapshots of styles show it: `selection`, `plain fg=seq255 bg=div-12 bold`.
  public var description: String {
    let parts = [
      "\(role)", foreground.map { "fg=\($0)" }, background.map { "bg=\($0)" },
      attributes.isEmpty ? nil : "\(attributes)",
    ]
    return parts.compactMap { $0 }.joined(separator: " ")
  }
}
