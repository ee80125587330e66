internal import CCurses
import Glibc
internal import TerminalKit

/// The number of colors that the user wants.
package enum ColorChoice: String, Hashable, Sendable, CaseIterable {
  case auto, never
  case eight = "8"
  case sixteen = "16"
  case indexed = "256"
  case truecolor
}

/// A terminal as the environment describes it, before it is set up.
struct Detection {
  /// The terminfo entry to use.
  let term: String
  let capabilities: Capabilities
  let insideTmux: Bool
  /// Whether a multiplexer stands between, which shows no pictures.
  let isMultiplexed: Bool
  /// The background in `COLORFGBG`.
  let background: Background
  /// Whether the entry says that the terminal takes operating system commands.
  let takesCommands: Bool
  /// Whether it is of a family that takes them, whatever its entry says.
  let isOfKnownFamily: Bool

  /// - Throws: ``TerminalError`` when there is no usable terminal.
  init(color: ColorChoice, ascii: Bool) throws(TerminalError) {
    guard ct_is_terminal() else { throw .notATerminal }
    guard let given = environment("TERM") else { throw .unusable(name: nil) }
    let (name, own) = try Self.usable(given)
    let wanted = Self.depth(wanted: color, name)
    let isDirect = wanted == .truecolor && own.ansi
    let entry = isDirect ? (name: name, description: own) : Self.entry(for: wanted, name, own)
    let most = ColorDepth(colors: entry.description.colors)
    let depth = isDirect ? .truecolor : min(wanted ?? .truecolor, most)
    term = entry.name
    insideTmux = environment("TMUX") != nil
    isMultiplexed =
      insideTmux || environment("STY") != nil
      || ["screen", "tmux"].contains { given.hasPrefix($0) }
    background = Background(colorFgBg: environment("COLORFGBG") ?? "")
    takesCommands = entry.description.commands
    isOfKnownFamily = Self.isOfKnownFamily(given)
    capabilities = Capabilities(
      depth: depth, glyphs: Self.glyphs(name, utf8: ct_locale_is_utf8(), ascii: ascii))
  }

  /// How long a terminal without an entry is waited for, in milliseconds.
  private static let patience: Int32 = 500

  /// The entry of that name, or the best entry that this machine has for what a terminal without one
  /// answers: newer terminals name themselves before terminfo knows them, and resemble xterm.
  private static func usable(
    _ name: String
  ) throws(TerminalError) -> (name: String, description: ct_description) {
    let own = ct_describe(name)
    guard !own.known else {
      guard own.addressable, name != "dumb" else { throw .unusable(name: name) }
      return (name, own)
    }
    guard name != "dumb", let deviceClass = deviceClass() else { throw .unknown(name: name) }
    let isModern = deviceClass >= 62 || isOfKnownFamily(name) || name.hasSuffix("-256color")
    for candidate in (isModern ? ["xterm-256color", "xterm"] : []) + ["vt100"] {
      let found = ct_describe(candidate)
      if found.known, found.addressable { return (candidate, found) }
    }
    throw .unknown(name: name)
  }

  /// What the terminal answers; `nil` where it does not.
  private static func deviceClass() -> Int? {
    let found = ct_ask_class(patience)
    return found < 0 ? nil : Int(found)
  }

  /// The requested depth; nil is that of the terminal. A choice on the command line overrides
  /// `NO_COLOR`; `COLORTERM` is ignored where it must come from another terminal.
  private static func depth(wanted: ColorChoice, _ term: String) -> ColorDepth? {
    let promised = ["truecolor", "24bit"].contains(environment("COLORTERM") ?? "")
    switch wanted {
    case .auto:
      return environment("NO_COLOR") != nil
        ? .mono : promised && !isOld(term) ? .truecolor : nil
    case .never: return .mono
    case .eight: return .eight
    case .sixteen: return .sixteen
    case .indexed: return .indexed256
    case .truecolor: return .truecolor
    }
  }

  /// The terminal's own entry, or one of the same family with as many colors as requested.
  private static func entry(
    for depth: ColorDepth?, _ name: String, _ own: ct_description
  ) -> (name: String, description: ct_description) {
    guard let depth, depth > ColorDepth(colors: own.colors) else { return (name, own) }
    let family = name.split(separator: "-").first.map(String.init) ?? name
    let suffixes =
      depth == .sixteen ? ["-16color", "-256color"] : ["-256color", "-16color", "-color"]
    for candidate in suffixes.flatMap({ suffix in [family + suffix, "xterm" + suffix] }) {
      let found = ct_describe(candidate)
      if found.addressable, found.colors > own.colors { return (candidate, found) }
    }
    return (name, own)
  }

  /// Terminals without more than 16 colors, whatever `COLORTERM` says.
  private static func isOld(_ term: String) -> Bool {
    term.hasPrefix("linux") || term.hasPrefix("vt")
      || term.hasPrefix("screen")
        && environment("TMUX") == nil
  }

  /// Terminals that are known to take operating system commands without printing them.
  private static func isOfKnownFamily(_ term: String) -> Bool {
    let families = [
      "xterm", "tmux", "alacritty", "foot", "kitty", "rxvt", "st-", "konsole", "gnome", "vte",
      "wezterm", "contour", "ghostty",
    ]
    return families.contains { term.hasPrefix($0) }
  }

  /// The glyphs that the font probably has: the Linux console and old terminals lack braille and
  /// most eighth blocks.
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
  /// The depth of a terminfo entry.
  init(colors: Int32) {
    switch colors {
    case ..<8: self = .mono
    case ..<16: self = .eight
    case ..<256: self = .sixteen
    case 256: self = .indexed256
    default: self = colors > 65_536 ? .truecolor : .indexed256
    }
  }
}

/// An environment variable that is set and not empty.
package func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}
