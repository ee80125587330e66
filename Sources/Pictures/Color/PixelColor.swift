import TerminalKit

/// A color of a picture, for what a terminal's palette leaves open as on a dark one.
package struct PixelColor: Hashable, Sendable, CustomStringConvertible {
  package let red, green, blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// What text stands on.
  package static let ground = PixelColor(18, 18, 22)
  /// Text.
  package static let text = PixelColor(214, 214, 214)

  /// The colors of the characters and of what they stand on.
  package static func pair(
    _ ink: ResolvedStyle, on paper: Paper = .dark
  ) -> (ink: PixelColor, paper: PixelColor) {
    var front = PixelColor(ink.foreground) ?? paper.text
    var back = PixelColor(ink.background) ?? paper.ground
    if ink.attributes.contains(.dim) { front = front.covering(back, 153) }
    if ink.attributes.contains(.reverse) { (front, back) = (back, front) }
    return (front, back)
  }

  /// Nil for the terminal's own color.
  package init?(_ color: TerminalColor) {
    switch color {
    case .own: return nil
    case .rgb(let red, let green, let blue): self.init(red, green, blue)
    case .indexed(let index): self = Self.indexed(Int(index))
    }
  }

  /// An entry of xterm's palette of 256.
  private static func indexed(_ index: Int) -> PixelColor {
    if index < 16 { return basic[index] }
    if index > 231 {
      let gray = UInt8(8 + (index - 232) * 10)
      return PixelColor(gray, gray, gray)
    }
    func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + step * 40) }
    let cube = index - 16
    return PixelColor(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
  }

  private static let basic: [PixelColor] = [
    PixelColor(0, 0, 0), PixelColor(205, 49, 49), PixelColor(13, 188, 121),
    PixelColor(229, 229, 16), PixelColor(36, 114, 200), PixelColor(188, 63, 188),
    PixelColor(17, 168, 205), PixelColor(229, 229, 229), PixelColor(102, 102, 102),
    PixelColor(241, 76, 76), PixelColor(35, 209, 139), PixelColor(245, 245, 67),
    PixelColor(59, 142, 234), PixelColor(214, 112, 214), PixelColor(41, 184, 219),
    PixelColor(255, 255, 255),
  ]

  /// The color where it covers a part of another, in equal steps of their numbers.
  ///
  /// - Parameter share: from 0, the other color, to 255, this one.
  package func covering(_ other: PixelColor, _ share: Int) -> PixelColor {
    func mean(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Int(a) * share + Int(b) * (255 - share) + 127) / 255)
    }
    return PixelColor(mean(red, other.red), mean(green, other.green), mean(blue, other.blue))
  }

  /// An order among colors.
  var number: Int { Int(red) << 16 | Int(green) << 8 | Int(blue) }

  /// `#rrggbb`, or `#rgb` where that is the same.
  package var description: String {
    let isShort = [red, green, blue].allSatisfy { $0 % 17 == 0 }
    return "#"
      + [red, green, blue].map { byte in
        let digits = String(isShort ? byte / 17 : byte, radix: 16)
        return isShort || digits.count == 2 ? digits : "0" + digits
      }.joined()
  }
}
