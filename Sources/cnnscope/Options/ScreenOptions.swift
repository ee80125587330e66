import ArgumentParser
import CursesDriver
import TerminalKit

/// What the screen may use.
struct ScreenOptions: ParsableArguments {
  @Option(help: "The number of colors.")
  var color: ColorChoice = .auto

  @Flag(help: "Use ASCII characters only.")
  var ascii = false
}

extension ColorChoice: ExpressibleByArgument {}

extension ScreenOptions {
  /// The capabilities of a screen in memory: no colors unless they are requested, because its
  /// characters are printed.
  var capabilitiesInMemory: Capabilities {
    Capabilities(depth: depth, glyphs: ascii ? .ascii : .full)
  }

  /// The capabilities of the terminal that plays a recording: all colors unless fewer are requested.
  var capabilitiesInRecording: Capabilities {
    Capabilities(depth: color == .auto ? .truecolor : depth, glyphs: ascii ? .ascii : .full)
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
