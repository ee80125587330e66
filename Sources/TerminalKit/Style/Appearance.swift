/// What a user can choose about colors, beyond how many there are.
public struct Appearance: Hashable, Sendable {
  public var heat: HeatPalette
  public var background: Background

  public init(heat: HeatPalette = .viridis, background: Background = .unknown) {
    self.heat = heat
    self.background = background
  }
}

/// The colors of a scale without sign, darkest first; those of a scale around zero are always blue
/// and orange.
public enum HeatPalette: String, Hashable, Sendable, CaseIterable {
  case viridis, cividis, magma
  case gray = "grey"
}

/// What text stands on.
public enum Background: String, Hashable, Sendable, CaseIterable {
  /// Nobody has said: colors that can be read on both.
  case unknown
  case dark, light

  /// What the environment variable `COLORFGBG` says, such as `15;0`: the last number is the
  /// background's entry of the 16 colors, of which 7 and 9…15 are light.
  public init(colorFgBg text: String) {
    switch text.split(separator: ";").last.flatMap({ Int($0) }) ?? -1 {
    case 0...6, 8: self = .dark
    case 7, 9...15: self = .light
    default: self = .unknown
    }
  }

  /// What a terminal answers when it is asked for its background: `rgb:ffff/ffff/dddd`, each
  /// channel of one to four hexadecimal digits.
  public init(answer text: some StringProtocol) {
    let channels = text.split(separator: ":").last?.split(separator: "/") ?? []
    let shares = channels.prefix(3).compactMap { channel -> Double? in
      guard (1...4).contains(channel.count), let value = Int(channel, radix: 16) else { return nil }
      return Double(value) / Double((1 << (4 * channel.count)) - 1)
    }
    guard shares.count == 3 else {
      self = .unknown
      return
    }
    self = 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2] > 0.5 ? .light : .dark
  }
}
