/// The colours of heat at every depth.
///
/// Sequential: viridis (van der Walt, Smith 2015). Diverging: from a dark zero to blue (negative)
/// and orange (positive), which differ for every kind of colour blindness. At 256 colours the steps
/// are those of the fixed part of the palette (16…255) whose CIELAB lightness rises strictly;
/// entries 0…15 are the user's own and serve only where there is nothing else.
enum HeatColors {
  static func sequential(_ level: UInt8, _ depth: ColorDepth) -> TerminalColor {
    switch depth {
    case .truecolor: mix(viridis, Double(level) / 255)
    case .indexed256: .indexed(step([53, 25, 60, 30, 36, 42, 113, 148, 184, 220], level))
    default: .indexed(step([0, 4, 2, 6, 3, 7], level))
    }
  }

  static func diverging(_ level: Int8, _ depth: ColorDepth) -> TerminalColor {
    if depth == .truecolor { return mix(blueOrange, (Double(level) + 127) / 254) }
    let arm: [UInt8] =
      switch (depth, level < 0) {
      case (.indexed256, true): [19, 26, 32, 39, 117]
      case (.indexed256, false): [52, 94, 166, 208, 221]
      case (.sixteen, true): [4, 6, 14]
      case (.sixteen, false): [1, 3, 11]
      case (_, true): [4, 6]
      case (_, false): [1, 3]
      }
    let magnitude = min(127, abs(Int(level)))
    if magnitude * (2 * arm.count + 1) < 127 { return .indexed(depth == .indexed256 ? 234 : 0) }
    return .indexed(arm[min(arm.count - 1, (magnitude * (2 * arm.count + 1) - 127) / 254)])
  }

  static func grey(_ level: UInt8, _ depth: ColorDepth) -> TerminalColor {
    switch depth {
    case .truecolor: .rgb(level, level, level)
    case .indexed256: .indexed(UInt8(232 + Int(level) * 23 / 255))
    case .sixteen: .indexed(step([0, 8, 7, 15], level))
    default: .indexed(step([0, 7], level))
    }
  }

  private static func step(_ colors: [UInt8], _ level: UInt8) -> UInt8 {
    colors[min(colors.count - 1, Int(level) * colors.count / 256)]
  }

  private static func mix(_ stops: [(Double, Double, Double)], _ at: Double) -> TerminalColor {
    let place = at * Double(stops.count - 1)
    let index = min(stops.count - 2, Int(place))
    let share = place - Double(index)
    let (from, to) = (stops[index], stops[index + 1])
    func channel(_ a: Double, _ b: Double) -> UInt8 { UInt8(a + (b - a) * share + 0.5) }
    return .rgb(channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
  }

  /// Every sixteenth of viridis.
  private static let viridis: [(Double, Double, Double)] = [
    (68, 1, 84), (72, 24, 106), (71, 45, 123), (66, 64, 134), (59, 82, 139), (51, 99, 141),
    (44, 114, 142), (38, 130, 142), (33, 145, 140), (31, 160, 136), (40, 174, 128), (63, 188, 115),
    (94, 201, 98), (132, 212, 75), (173, 220, 48), (216, 226, 25), (253, 231, 37),
  ]

  private static let blueOrange: [(Double, Double, Double)] = [
    (150, 220, 255), (60, 170, 250), (20, 115, 215), (10, 60, 140), (22, 22, 26), (120, 60, 0),
    (200, 95, 10), (245, 150, 40), (255, 215, 130),
  ]
}
