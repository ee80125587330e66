import ArgumentParser
import CursesDriver
import TerminalKit

/// What the screen may use.
struct ScreenOptions: ParsableArguments {
  @Option(help: "Colors: auto, never, 8, 16, 256 or truecolor.")
  var color: ColorChoice = .auto

  @Flag(help: "ASCII characters only.")
  var ascii = false
}

extension ColorChoice: ExpressibleByArgument {}

extension ScreenOptions {
  /// What a screen in memory can show: no colors unless they are asked for, since a picture of its
  /// characters is printed.
  var capabilitiesInMemory: Capabilities {
    Capabilities(depth: depth, glyphs: ascii ? .ascii : .full)
  }

  private var depth: ColorDepth {
    switch color {
    case .auto, .never: .mono
    case .eight: .eight
    case .sixteen: .sixteen
    case .indexed: .indexed256
    case .truecolor: .truecolor
    }
  }
}
