/// How values become colors.
public enum HeatScale: Hashable, Sendable {
  /// From `low` (darkest) to `high` (brightest).
  case sequential(low: Float, high: Float)
  /// Around zero, from −limit to +limit.
  case diverging(limit: Float)

  /// The smallest scale that holds the finite ones of these values; diverging where some are
  /// negative.
  public init(fitting values: some Sequence<Float>) {
    var low = Float.infinity
    var high = -Float.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    if low > high { (low, high) = (0, 0) }
    self = low < 0 ? .diverging(limit: max(-low, high)) : .sequential(low: low, high: high)
  }

  /// The level of a value on this scale.
  public func heat(of value: Float) -> Heat {
    if value.isNaN { return .notANumber }
    if value.isInfinite { return value > 0 ? .plusInfinity : .minusInfinity }
    switch self {
    case .sequential(let low, let high):
      if value > high { return .above(.sequential(255)) }
      if value < low { return .below(.sequential(0)) }
      return .level(high > low ? .sequential(level: share(value, low, high)) : .sequential(0))
    case .diverging(let limit):
      if value > limit { return .above(.diverging(127)) }
      if value < -limit { return .below(.diverging(-127)) }
      return .level(limit > 0 ? .diverging(level: value / limit) : .diverging(0))
    }
  }

  /// Halved first, so that the span of the full range of `Float` is finite.
  private func share(_ value: Float, _ low: Float, _ high: Float) -> Float {
    (value / 2 - low / 2) / (high / 2 - low / 2)
  }
}

/// A value on a scale; values without a level have glyphs of their own.
public enum Heat: Hashable, Sendable {
  /// Within the scale.
  case level(Paint)
  /// Above the scale, drawn as its end.
  case above(Paint)
  /// Below the scale, drawn as its end.
  case below(Paint)
  /// Values that are not finite.
  case notANumber, plusInfinity, minusInfinity

  /// The character for what a color cannot show: `N`, `▲` (+∞), `▼` (−∞), `›` and `‹` (beyond
  /// the scale); nil for an ordinary level.
  public var glyph: Unicode.Scalar? {
    switch self {
    case .level: nil
    case .above: "›"
    case .below: "‹"
    case .notANumber: "N"
    case .plusInfinity: "▲"
    case .minusInfinity: "▼"
    }
  }

  /// The paint of the value; alarm where it is not finite.
  public var paint: Paint {
    switch self {
    case .level(let paint), .above(let paint), .below(let paint): paint
    case .notANumber, .plusInfinity, .minusInfinity: .alarm
    }
  }

  var isFinite: Bool { paint != .alarm }
}

extension Paint {
  /// The same level in gray, for what is out of focus; other paints are unchanged.
  public var withoutHue: Paint {
    switch self {
    case .sequential(let level): .gray(20 + level / 4 * 3)
    case .diverging(let level): .gray(UInt8(20 + min(127, abs(Int(level))) * 3 / 2))
    default: self
    }
  }

  /// A level of a diverging scale over a gray picture: the picture, a little darker, where it is 0, and
  /// blue (negative) or orange (positive) at the ends; other paints are unchanged.
  ///
  /// - Parameter gray: from 0, black, to 1.
  package func over(gray: Float) -> Paint {
    guard case .diverging(let level) = self else { return self }
    let share = min(1, Float(level).magnitude / 127)
    let ground = gray.isNaN ? 0 : 180 * min(1, max(0, gray))
    let ink: [Float] = level < 0 ? [40, 140, 250] : [250, 140, 20]
    let mixed = ink.map { UInt8(($0 * share + ground * (1 - share)).rounded()) }
    return .rgb(mixed[0], mixed[1], mixed[2])
  }

  /// The character of the monochrome ramp ` .:-=+*#%@` for the magnitude of the value.
  var rampCharacter: Unicode.Scalar {
    let ramp: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
    switch self {
    case .sequential(let level), .gray(let level): return ramp[Int(level) * 10 / 256]
    case .diverging(let level): return ramp[min(127, abs(Int(level))) * 10 / 128]
    case .rgb(let red, let green, let blue):
      return ramp[(Int(red) * 2 + Int(green) * 5 + Int(blue)) * 10 / 2048]
    case .series, .cursor, .alarm: return "?"
    }
  }

  var isNegative: Bool {
    if case .diverging(let level) = self { level < 0 } else { false }
  }
}
