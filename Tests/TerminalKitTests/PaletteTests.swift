import Glibc
import TerminalKit
import Testing

@Suite("Palettes and terminals") struct PaletteTests {
  private static let appearances = Colormap.allCases.flatMap { colormap in
    Background.allCases.map { Appearance(colormap: colormap, background: $0) }
  }

  /// In true color neighbors may differ by less than a unit of a channel, so steps are compared.
  @Test(
    "Lightness rises strictly with the value", arguments: appearances,
    [(ColorDepth.indexed256, 1), (.truecolor, 5)])
  func lightnessRisesStrictlyWithTheValue(appearance: Appearance, depth: (ColorDepth, Int)) {
    let palette = Palette(depth.0, appearance)
    let all = Array(stride(from: 0, through: 255, by: depth.1))
    expectRising(all.map { palette.color(for: .sequential(UInt8($0))) })
    expectRising(all.map { palette.color(for: .gray(UInt8($0))) })
    for sign in [1, -1] {
      let arm = stride(from: 0, through: 127, by: depth.1).map {
        palette.color(for: .diverging(Int8(sign * $0)))
      }
      expectRising(appearance.background == .light ? arm.reversed() : arm)
    }
  }

  private func expectRising(_ colors: [TerminalColor]) {
    var steps: [TerminalColor] = []
    for color in colors where color != steps.last { steps.append(color) }
    #expect(steps.count >= 6)
    for (darker, lighter) in zip(steps, steps.dropFirst()) {
      #expect(lightness(darker) < lightness(lighter), "\(darker) before \(lighter)")
    }
  }

  /// CIELAB's lightness, 0…100.
  private func lightness(_ color: TerminalColor) -> Double {
    guard case .rgb(let red, let green, let blue) = fixed(color) else { return .nan }
    func linear(_ value: UInt8) -> Double {
      let share = Double(value) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    return luminance > 216.0 / 24389 ? 116 * cbrt(luminance) - 16 : luminance * 24389 / 27
  }

  /// The color of the fixed part of the 256-color palette.
  private func fixed(_ color: TerminalColor) -> TerminalColor {
    guard case .indexed(let index) = color, index >= 16 else { return color }
    if index >= 232 {
      let gray = 8 + 10 * (index - 232)
      return .rgb(gray, gray, gray)
    }
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = Int(index - 16)
    return .rgb(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
  }

  /// The contrast of WCAG 2.1 that text has on a background: 3 is enough for bold and large text,
  /// 4.5 for all.
  @Test("Words can be read on their background")
  func wordsCanBeReadOnTheirBackground() {
    for role in TextRole.allCases {
      let ink = {
        Palette(.indexed256, Appearance(background: $0)).resolve(Style(role)).foreground
      }
      guard ink(.unknown) != .own else { continue }
      #expect(contrast(ink(.dark), white: false) >= 4.5, "\(role) on black")
      #expect(contrast(ink(.light), white: true) >= 4.5, "\(role) on white")
      #expect(contrast(ink(.unknown), white: true) >= 3, "\(role) on white, unknown")
      #expect(contrast(ink(.unknown), white: false) >= 3, "\(role) on black, unknown")
    }
  }

  private func contrast(_ color: TerminalColor, white: Bool) -> Double {
    white ? 1.05 / (color.luminance + 0.05) : (color.luminance + 0.05) / 0.05
  }

  @Test(
    "The environment knows the background",
    arguments: [
      ("15;0", Background.dark), ("0;15", .light), ("0;default;15", .light), ("7;8", .dark),
      ("0;7", .light), ("", .unknown), ("x", .unknown), ("15;99", .unknown),
    ])
  func theEnvironmentKnowsTheBackground(text: String, background: Background) {
    #expect(Background(colorFgBg: text) == background)
  }

  @Test(
    "The terminal knows its background",
    arguments: [
      ("rgb:ffff/ffff/dddd", Background.light), ("rgb:0000/2b2b/3636", .dark),
      ("rgb:f/f/f", .light),
      ("rgba:00/00/00/ff", .dark), ("rgb:zz/00/00", .unknown), ("", .unknown),
      ("rgb:0/0", .unknown),
    ])
  func theTerminalKnowsItsBackground(answer: String, background: Background) {
    #expect(Background(answer: answer) == background)
  }

  @Test("Reports of the mouse are written and read")
  func reportsOfTheMouseAreWrittenAndRead() {
    let drag = Mouse(.drag, x: 1, y: 2)
    #expect(drag.description == "drag 1 2" && Mouse(notation: "drag 1 2") == drag)
    let mouse = Mouse(.wheelDown, x: 12, y: 3)
    #expect(mouse.description == "wheel-down 12 3")
    #expect(Mouse(notation: mouse.description) == mouse)
    #expect(Mouse(notation: "push 1 2") == nil && Mouse(notation: "press 1") == nil)
  }

  @Test("The sign of small numbers can be seen")
  func theSignOfSmallNumbersCanBeSeen() {
    for depth in ColorDepth.allCases where depth > .mono {
      let palette = Palette(depth)
      let (minus, zero, plus) = (
        palette.color(for: .diverging(-64)), palette.color(for: .diverging(0)),
        palette.color(for: .diverging(64))
      )
      #expect(Set([minus, zero, plus]).count == 3)
    }
  }

  @Test("What matters is seen without colors")
  func whatMattersIsSeenWithoutColors() {
    let palette = Palette(.mono)
    for style in [Style.selection, .cursor, .error, .key, Style(.focusedBorder)] {
      let ink = palette.resolve(style)
      #expect(ink != ResolvedStyle())
      #expect(ink.foreground == .own && ink.background == .own)
    }
    #expect(palette.resolve(.selection).attributes.contains(.reverse))
    #expect(palette.resolve(Style(background: .sequential(9))) == ResolvedStyle())
  }

  @Test("Text keeps the terminal's own colors")
  func textKeepsTheTerminalsOwnColors() {
    for depth in ColorDepth.allCases { #expect(Palette(depth).resolve(.plain) == ResolvedStyle()) }
  }

  @Test("Paints are clamped")
  func paintsAreClamped() {
    #expect(Paint.sequential(level: 2) == .sequential(255))
    #expect(Paint.sequential(level: .nan) == .sequential(0))
    #expect(Paint.diverging(level: -7) == .diverging(-127))
  }

  @Test("A style keeps what it was made of, and every part can be changed alone")
  func aStyleKeepsItsParts() {
    let paints: [Paint?] = [
      nil, .sequential(0), .sequential(255), .diverging(-127), .diverging(127), .gray(200),
      .rgb(255, 0, 128), .series(255), .cursor, .alarm,
    ]
    for role in TextRole.allCases {
      for (foreground, background) in zip(paints, paints.reversed()) {
        let style = Style(
          role, foreground: foreground, background: background, attributes: [.bold, .dim])
        var changed = Style()
        changed.background = background
        changed.attributes = [.bold, .dim]
        changed.role = role
        changed.foreground = foreground
        #expect(style == changed)
        #expect(style.role == role && style.attributes == [.bold, .dim])
        #expect(style.foreground == foreground && style.background == background)
      }
    }
    #expect(Set(paints.map { Style(background: $0) }).count == paints.count)
  }

  @Test("A memory terminal plays its events")
  func aMemoryTerminalPlaysItsEvents() {
    var terminal = MemoryTerminal(events: [.key(.enter), .resize(Size(columns: 5, rows: 2))])
    #expect(terminal.nextEvent(timeout: nil) == .key(.enter))
    _ = terminal.nextEvent(timeout: 0)
    #expect(terminal.size == Size(columns: 5, rows: 2))
    #expect(terminal.nextEvent(timeout: nil) == .terminate)
    terminal.present(Canvas(terminal.size))
    #expect(terminal.frames.count == 1 && terminal.cursor == nil)
  }
}
