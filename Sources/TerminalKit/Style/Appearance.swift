/// The user's choices about colors, besides their number.
public struct Appearance: Hashable, Sendable {
  /// The colors of sequential scales.
  public var colormap: Colormap
  /// What text stands on.
  package var background: Background

  /// Viridis on an unknown background by default.
  public init(colormap: Colormap = .viridis, background: Background = .unknown) {
    self.colormap = colormap
    self.background = background
  }
}

/// The colors of a sequential scale, darkest first. Those of a diverging scale are always blue and
/// orange.
public enum Colormap: String, Hashable, Sendable, CaseIterable {
  /// The colormaps of Matplotlib with these names.
  case viridis, cividis, magma
  /// From black to white.
  case gray = "grey"
}

/// What text stands on.
public enum Background: String, Hashable, Sendable, CaseIterable {
  /// Not known: colors that are legible on both are used.
  case unknown
  /// Dark or light.
  case dark, light

  /// The background in the environment variable `COLORFGBG`, such as `15;0`: the last number is its
  /// entry in the 16 colors, of which 7 and 9…15 are light.
  package init(colorFgBg text: String) {
    switch text.split(separator: ";").last.flatMap({ Int($0) }) ?? -1 {
    case 0...6, 8: self = .dark
    case 7, 9...15: self = .light
    default: self = .unknown
    }
  }

  /// The background in a terminal's reply to OSC 11: `rgb:ffff/ffff/dddd`, each channel with one to
  /// four hexadecimal digits.
  package init(answer text: some StringProtocol) {
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
