/// What a cell of the screen means; a ``Palette`` chooses the colors.
///
/// It is one word, because drawing compares the styles of thousands of cells.
public struct Style: Hashable, Sendable {
  /// From the lowest bit: the role and the attributes with 4 bits each, foreground and background as
  /// ``Paint/code(of:)`` with 28 bits each.
  private var bits: UInt64

  /// Plain text by default.
  public init(
    _ role: TextRole = .plain, foreground: Paint? = nil, background: Paint? = nil,
    attributes: Attributes = []
  ) {
    bits =
      UInt64(role.rawValue) | UInt64(attributes.rawValue & 0xF) << 4
      | UInt64(Paint.code(of: foreground)) << 8 | UInt64(Paint.code(of: background)) << 36
  }

  /// The meaning.
  public var role: TextRole {
    get { TextRole(rawValue: UInt8(bits & 0xF)) ?? .plain }
    set { bits = bits & ~0xF | UInt64(newValue.rawValue) }
  }

  /// Attributes besides those of the role.
  public var attributes: Attributes {
    get { Attributes(rawValue: UInt8(bits >> 4 & 0xF)) }
    set { bits = bits & ~0xF0 | UInt64(newValue.rawValue & 0xF) << 4 }
  }

  /// A color that stands for a value, instead of the role's own; nil leaves the role's.
  public var foreground: Paint? {
    get { Paint(code: UInt32(bits >> 8 & 0xFFF_FFFF)) }
    set { bits = bits & ~(0xFFF_FFFF << 8) | UInt64(Paint.code(of: newValue)) << 8 }
  }

  /// A color for a value behind the text; nil leaves the role's.
  public var background: Paint? {
    get { Paint(code: UInt32(bits >> 36)) }
    set { bits = bits & ~(0xFFF_FFFF << 36) | UInt64(Paint.code(of: newValue)) << 36 }
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

extension Paint {
  /// A paint, or none as 0, in 28 bits: the kind in the highest four, its numbers below.
  fileprivate static func code(of paint: Paint?) -> UInt32 {
    switch paint {
    case nil: 0
    case .sequential(let level): 1 << 24 | UInt32(level)
    case .diverging(let level): 2 << 24 | UInt32(UInt8(bitPattern: level))
    case .gray(let level): 3 << 24 | UInt32(level)
    case .rgb(let red, let green, let blue):
      4 << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    case .series(let index): 5 << 24 | UInt32(index)
    case .cursor: 6 << 24
    case .alarm: 7 << 24
    }
  }

  /// The paint of such a code; nil for 0.
  fileprivate init?(code: UInt32) {
    let low = UInt8(truncatingIfNeeded: code)
    switch code >> 24 {
    case 1: self = .sequential(low)
    case 2: self = .diverging(Int8(bitPattern: low))
    case 3: self = .gray(low)
    case 4: self = .rgb(UInt8(code >> 16 & 0xFF), UInt8(code >> 8 & 0xFF), low)
    case 5: self = .series(low)
    case 6: self = .cursor
    case 7: self = .alarm
    default: return nil
    }
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
