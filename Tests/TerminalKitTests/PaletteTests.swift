import TerminalKit
import Testing

@Suite struct PaletteTests {
  /// In true colour neighbours may differ by less than a unit of a channel, so steps are compared.
  @Test(arguments: [(ColorDepth.indexed256, 1), (.truecolor, 5)])
  func lightnessRisesStrictlyWithTheValue(depth: ColorDepth, step: Int) {
    let palette = Palette(depth)
    let all = Array(stride(from: 0, through: 255, by: step))
    let arm = Array(stride(from: 0, through: 127, by: step))
    expectRising(all.map { palette.color(for: .sequential(UInt8($0))) })
    expectRising(arm.map { palette.color(for: .diverging(Int8($0))) })
    expectRising(arm.map { palette.color(for: .diverging(Int8(-$0))) })
    expectRising(all.map { palette.color(for: .grey(UInt8($0))) })
  }

  private func expectRising(_ colors: [TerminalColor]) {
    var steps: [TerminalColor] = []
    for color in colors where color != steps.last { steps.append(color) }
    #expect(steps.count >= 6)
    for (darker, lighter) in zip(steps, steps.dropFirst()) {
      #expect(luminance(darker) < luminance(lighter), "\(darker) before \(lighter)")
    }
  }

  /// Relative luminance (Rec. 709 weights), which rises with lightness.
  private func luminance(_ color: TerminalColor) -> Double {
    guard case .rgb(let red, let green, let blue) = fixed(color) else { return .nan }
    func linear(_ value: UInt8) -> Double {
      let share = Double(value) / 255
      return share * share * (0.3 + 0.7 * share)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The colour of the fixed part of the 256-colour palette.
  private func fixed(_ color: TerminalColor) -> TerminalColor {
    guard case .indexed(let index) = color, index >= 16 else { return color }
    if index >= 232 {
      let grey = 8 + 10 * (index - 232)
      return .rgb(grey, grey, grey)
    }
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = Int(index - 16)
    return .rgb(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
  }

  @Test func theSignOfSmallNumbersCanBeSeen() {
    for depth in ColorDepth.allCases where depth > .mono {
      let palette = Palette(depth)
      let (minus, zero, plus) = (
        palette.color(for: .diverging(-64)), palette.color(for: .diverging(0)),
        palette.color(for: .diverging(64))
      )
      #expect(Set([minus, zero, plus]).count == 3)
    }
  }

  @Test func whatMattersIsSeenWithoutColours() {
    let palette = Palette(.mono)
    for style in [Style.selection, .cursor, .error, .key, Style(.focusedBorder)] {
      let ink = palette.ink(for: style)
      #expect(ink != Ink())
      #expect(ink.foreground == .own && ink.background == .own)
    }
    #expect(palette.ink(for: .selection).attributes.contains(.reverse))
    #expect(palette.ink(for: Style(background: .sequential(9))) == Ink())
  }

  @Test func textKeepsTheTerminalsOwnColours() {
    for depth in ColorDepth.allCases { #expect(Palette(depth).ink(for: .plain) == Ink()) }
  }

  @Test func paintsAreClamped() {
    #expect(Paint.sequential(level: 2) == .sequential(255))
    #expect(Paint.sequential(level: .nan) == .sequential(0))
    #expect(Paint.diverging(level: -7) == .diverging(-127))
  }

  @Test func aMemoryTerminalPlaysItsEvents() {
    var terminal = MemoryTerminal(events: [.key(.enter), .resize(Size(columns: 5, rows: 2))])
    #expect(terminal.nextEvent(timeout: nil) == .key(.enter))
    _ = terminal.nextEvent(timeout: 0)
    #expect(terminal.size == Size(columns: 5, rows: 2))
    #expect(terminal.nextEvent(timeout: nil) == .terminate)
    terminal.present(Canvas(terminal.size))
    #expect(terminal.frames.count == 1 && terminal.cursor == nil)
  }
}
