/// The colors of heatmaps at one color depth.
///
/// Sequential: viridis, magma (van der Walt, Smith 2015), cividis (Nuñez, Anderton, Renslow 2018)
/// or gray. Diverging: from zero, which is nearly the background, to blue (negative) and orange
/// (positive), which are distinct for every kind of color blindness. At 256 colors the steps are
/// those of the fixed part of the terminal's colors (16…255) whose CIELAB lightness rises strictly;
/// entries 0…15 belong to the user and are used only where there is nothing else.
struct HeatColors: Hashable, Sendable {
  let depth: ColorDepth
  let appearance: Appearance

  func sequential(_ level: UInt8) -> TerminalColor {
    let colormap = appearance.colormap
    if colormap == .gray { return gray(level) }
    switch depth {
    case .truecolor: return Self.mix(colormap.stops, Double(level) / 255)
    case .indexed256: return .indexed(Self.step(colormap.indexed, level))
    default: return .indexed(Self.step([0, 4, 2, 6, 3, 7], level))
    }
  }

  func diverging(_ level: Int8) -> TerminalColor {
    let isLight = appearance.background == .light
    if depth == .truecolor {
      let stops = isLight ? Self.blueOrangeOnWhite : Self.blueOrange
      return Self.mix(stops, (Double(level) + 127) / 254)
    }
    let arm = isLight ? armOnWhite(isNegative: level < 0) : arm(isNegative: level < 0)
    let magnitude = min(127, abs(Int(level)))
    if magnitude * (2 * arm.count + 1) < 127 { return .indexed(zero(isLight)) }
    return .indexed(arm[min(arm.count - 1, (magnitude * (2 * arm.count + 1) - 127) / 254)])
  }

  func gray(_ level: UInt8) -> TerminalColor {
    switch depth {
    case .truecolor: .rgb(level, level, level)
    case .indexed256: .indexed(Self.step([16] + Array(232...255) + [231], level))
    case .sixteen: .indexed(Self.step([0, 8, 7, 15], level))
    default: .indexed(Self.step([0, 7], level))
    }
  }

  private func zero(_ isLight: Bool) -> UInt8 {
    depth == .indexed256 ? isLight ? 255 : 234 : isLight ? 7 : 0
  }

  private func arm(isNegative: Bool) -> [UInt8] {
    switch (depth, isNegative) {
    case (.indexed256, true): [19, 26, 32, 39, 117]
    case (.indexed256, false): [52, 94, 166, 208, 221]
    case (.sixteen, true): [4, 6, 14]
    case (.sixteen, false): [1, 3, 11]
    case (_, true): [4, 6]
    case (_, false): [1, 3]
    }
  }

  private func armOnWhite(isNegative: Bool) -> [UInt8] {
    switch (depth, isNegative) {
    case (.indexed256, true): [153, 75, 33, 26, 18]
    case (.indexed256, false): [223, 208, 166, 94, 52]
    case (_, true): [6, 4]
    case (_, false): [3, 1]
    }
  }

  private static func step(_ colors: [UInt8], _ level: UInt8) -> UInt8 {
    colors[min(colors.count - 1, Int(level) * colors.count / 256)]
  }

  private static func mix(_ stops: [Int], _ at: Double) -> TerminalColor {
    let place = at * Double(stops.count - 1)
    let index = min(stops.count - 2, Int(place))
    let share = place - Double(index)
    func channel(_ shift: Int) -> UInt8 {
      let (from, to) = (stops[index] >> shift & 255, stops[index + 1] >> shift & 255)
      return UInt8(Double(from) + Double(to - from) * share + 0.5)
    }
    return .rgb(channel(16), channel(8), channel(0))
  }

  private static let blueOrange = [
    0x96DCFF, 0x3CAAFA, 0x1473D7, 0x0A3C8C, 0x16161A, 0x783C00, 0xC85F0A, 0xF59628, 0xFFD782,
  ]
  private static let blueOrangeOnWhite = [
    0x08205C, 0x1C52B0, 0x4A90E8, 0xA2CCF8, 0xF4F4F4, 0xF8D2A0, 0xE88A2C, 0xA85408, 0x582400,
  ]
}

extension Colormap {
  /// Every sixteenth of the 256 colors that its authors published.
  fileprivate var stops: [Int] {
    switch self {
    case .viridis: Self.viridisStops
    case .cividis: Self.cividisStops
    case .magma: Self.magmaStops
    case .gray: [0x000000, 0xFFFFFF]
    }
  }

  /// The entries of the 256 colors that come nearest and whose lightness rises strictly.
  fileprivate var indexed: [UInt8] {
    switch self {
    case .viridis: [53, 25, 60, 30, 36, 42, 113, 148, 184, 220]
    case .cividis: [24, 25, 60, 242, 243, 244, 101, 143, 179, 185, 221, 227]
    case .magma: [16, 232, 233, 17, 53, 89, 125, 168, 203, 209, 216, 222, 229]
    case .gray: [16] + Array(232...255) + [231]
    }
  }

  private static let viridisStops = [
    0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21918C,
    0x1F9F88, 0x27AD81, 0x3DBC74, 0x5CC863, 0x81D34D, 0xAADC32, 0xD5E21A, 0xFDE725,
  ]
  private static let cividisStops = [
    0x00224E, 0x002E6A, 0x1A386F, 0x32436D, 0x434E6C, 0x535A6D, 0x61656F, 0x6F7073, 0x7D7C78,
    0x8B8778, 0x9A9376, 0xAAA073, 0xBBAD6D, 0xCCBA64, 0xDDC858, 0xEFD748, 0xFEE838,
  ]
  private static let magmaStops = [
    0x000004, 0x0A0822, 0x1D1147, 0x36106B, 0x51127C, 0x6A1C81, 0x832681, 0x9C2E7F, 0xB73779,
    0xCF4070, 0xE55064, 0xF4695C, 0xFB8761, 0xFEA571, 0xFEC287, 0xFDE0A1, 0xFCFDBF,
  ]
}
