internal import CCurses
import Glibc
import TerminalKit

/// How many colours the user wants.
public enum ColorChoice: String, Hashable, Sendable, CaseIterable {
  case auto, never
  case eight = "8"
  case sixteen = "16"
  case indexed = "256"
  case truecolor
}

/// A terminal as the environment describes it, before it is taken.
struct Detection {
  /// The terminfo entry to use.
  let term: String
  let capabilities: Capabilities
  let isAnsi: Bool
  let insideTmux: Bool

  /// - Throws: ``TerminalError`` when there is no terminal that can show pictures.
  init(color: ColorChoice, ascii: Bool) throws(TerminalError) {
    guard ct_is_terminal() else { throw .notATerminal }
    guard let name = environment("TERM") else { throw .unusable(name: nil) }
    let own = ct_describe(name)
    guard own.known, own.addressable, name != "dumb" else { throw .unusable(name: name) }
    let wanted = Self.depth(wanted: color, name)
    let entry = Self.entry(for: wanted, name, own)
    let depth = min(wanted ?? .truecolor, ColorDepth(colours: entry.description.colours, name))
    term = entry.name
    isAnsi = entry.description.ansi
    insideTmux = environment("TMUX") != nil
    capabilities = Capabilities(
      depth: depth, glyphs: Self.glyphs(name, utf8: ct_locale_is_utf8(), ascii: ascii))
  }

  /// The depth that is asked for; nil is what the terminal has. A colour choice on the command line
  /// overrides `NO_COLOR`; `COLORTERM` is believed for xterm and its like only.
  private static func depth(wanted: ColorChoice, _ term: String) -> ColorDepth? {
    let promised = ["truecolor", "24bit"].contains(environment("COLORTERM") ?? "")
    switch wanted {
    case .auto:
      return environment("NO_COLOR") != nil
        ? .mono : promised && term.hasPrefix("xterm") ? .truecolor : nil
    case .never: return .mono
    case .eight: return .eight
    case .sixteen: return .sixteen
    case .indexed: return .indexed256
    case .truecolor: return .truecolor
    }
  }

  /// The terminal's own entry, or one of the same family with as many colours as are asked for.
  private static func entry(
    for depth: ColorDepth?, _ name: String, _ own: ct_description
  ) -> (name: String, description: ct_description) {
    guard let depth, depth > ColorDepth(colours: own.colours, name) else { return (name, own) }
    let family = name.split(separator: "-").first.map(String.init) ?? name
    let suffixes =
      depth == .truecolor
      ? ["-direct", "-256color"]
      : depth == .sixteen
        ? ["-16color", "-256color"] : ["-256color", "-16color", "-color"]
    for candidate in suffixes.flatMap({ suffix in [family + suffix, "xterm" + suffix] }) {
      let found = ct_describe(candidate)
      if found.addressable, found.colours > own.colours { return (candidate, found) }
    }
    return (name, own)
  }

  /// What the font is believed to have: the Linux console and old terminals lack braille and most
  /// eighth blocks.
  private static func glyphs(_ term: String, utf8: Bool, ascii: Bool) -> Glyphs {
    guard !ascii else { return .ascii }
    let isConsole = term.hasPrefix("linux")
    let isOld = term.hasPrefix("vt")
    return Glyphs(
      unicode: utf8, halfBlocks: utf8 && !isOld, eighthBlocks: utf8 && !isOld && !isConsole,
      braille: utf8 && !isOld && !isConsole, lines: utf8 ? .unicode : .terminal)
  }
}

extension ColorDepth {
  /// The depth of a terminfo entry. `xterm` and the like name 8 colours, and mean it.
  init(colours: Int32, _ term: String) {
    switch colours {
    case ..<8: self = .mono
    case ..<16: self = .eight
    case ..<256: self = .sixteen
    case 256: self = .indexed256
    default: self = colours > 65_536 ? .truecolor : .indexed256
    }
  }
}

/// An environment variable that is set and not empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}
