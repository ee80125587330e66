import ScopeDebugger
import TerminalKit

/// What `set` and `map` change: how the explorer looks and is worked, not what it debugs.
struct Preferences: Hashable, Sendable {
  var appearance = Appearance()
  /// Whether the background is taken from what the terminal says.
  var followsBackground = true
  var hasMouse = false
  /// Keys of the user's own, and the command line that each stands for.
  var keys: [String: String] = [:]
}

/// Something that `set` changes, as data: completion, help and configuration are read from it.
struct Setting: Sendable {
  let name: String
  let values: [String]
  /// One line.
  let help: String
  let read: @Sendable (Explorer) -> String
  let write: @Sendable (inout Explorer, String) -> Void

  /// What `set` changes, in the order in which it is shown.
  static let all: [Setting] = [
    Setting(
      name: "palette", values: HeatPalette.allCases.map(\.rawValue),
      help: "the colors of a scale without sign; around zero it is blue and orange",
      read: { $0.preferences.appearance.heat.rawValue },
      write: { explorer, text in
        explorer.preferences.appearance.heat = HeatPalette(rawValue: text) ?? .viridis
        explorer.effects.append(.appearance(explorer.preferences.appearance))
      }),
    Setting(
      name: "background", values: ["auto", "dark", "light"],
      help: "what text must be readable on; auto asks the terminal",
      read: {
        let background = $0.preferences.appearance.background
        return $0.preferences.followsBackground ? "auto (\(background))" : background.rawValue
      },
      write: { explorer, text in
        explorer.preferences.followsBackground = text == "auto"
        explorer.preferences.appearance.background =
          Background(rawValue: text) ?? explorer.reportedBackground
        explorer.effects.append(.appearance(explorer.preferences.appearance))
      }),
    Setting(
      name: "mouse", values: ["on", "off"],
      help: "whether the mouse chooses; off leaves selecting text to the terminal",
      read: { $0.preferences.hasMouse ? "on" : "off" },
      write: { explorer, text in
        explorer.preferences.hasMouse = text == "on"
        explorer.effects.append(.mouse(text == "on"))
      }),
    Setting(
      name: "scale", values: ScaleScope.allCases.map(\.rawValue),
      help: "what the palette's ends are taken from",
      read: { $0.view.scale.rawValue },
      write: { $0.view.scale = ScaleScope(rawValue: $1) ?? .layer }),
  ]

  /// - Throws: ``UserError`` naming the nearest there is.
  static func named(_ name: String) throws(UserError) -> Setting {
    if let setting = all.first(where: { $0.name == name }) { return setting }
    throw UserError(
      "there is no setting \"\(name)\"; there are \(all.map(\.name).joined(separator: ", "))")
  }
}

extension Explorer {
  /// What `set` changes: names, values and a line of help each.
  public static var settings: [(name: String, values: [String], help: String)] {
    Setting.all.map { ($0.name, $0.values, $0.help) }
  }

  /// Shows or changes a setting: `palette magma`.
  mutating func set(_ text: String) throws(UserError) -> Reply {
    let words = text.split(separator: " ").map(String.init)
    guard let name = words.first else {
      return Reply(
        SummaryTable.aligned(
          Setting.all.map {
            ["set \($0.name)", $0.read(self), $0.values.joined(separator: " "), $0.help]
          }))
    }
    let setting = try Setting.named(name)
    guard words.count > 1 else { return Reply("\(name) is \(setting.read(self))") }
    guard words.count == 2, setting.values.contains(words[1]) else {
      throw UserError(
        "\(name) is \(setting.values.joined(separator: ", ")), "
          + "not \"\(words.dropFirst().joined(separator: " "))\"")
    }
    setting.write(&self, words[1])
    return Reply("\(name) \(words[1])")
  }

  /// Gives a key a command line of the user's own, or shows those that were given.
  mutating func map(_ text: String) throws(UserError) -> Reply {
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    guard let word = words.first else {
      let lines = preferences.keys.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
      return Reply(lines.isEmpty ? ["no keys were mapped"] : SummaryTable.aligned(lines))
    }
    let key = try Self.mappable(word)
    guard words.count == 2 else {
      return Reply(preferences.keys[key].map { "\(key) is \($0)" } ?? "\(key) was not mapped")
    }
    _ = try Self.commands.command(named: String(words[1].prefix { $0 != " " }))
    preferences.keys[key] = words[1]
    return Reply("\(key) is \(words[1])")
  }

  /// Takes a key's mapping away.
  mutating func unmap(_ text: String) throws(UserError) -> Reply {
    let key = try Self.mappable(text)
    guard preferences.keys.removeValue(forKey: key) != nil else {
      throw UserError("\(key) was not mapped")
    }
    return Reply("\(key) is what it was")
  }

  /// A key that may have another meaning: the ways out may not.
  private static func mappable(_ text: String) throws(UserError) -> String {
    let key: Key
    do throws(KeyError) { key = try Key(notation: text) } catch { throw UserError(error) }
    guard ![.control("c"), .control("z"), .control("l")].contains(key) else {
      throw UserError("\(key) keeps its meaning")
    }
    return key.description
  }
}

extension Explorer {
  /// Does the lines of a configuration: `set` and `map` as at the prompt, `#` for comments.
  ///
  /// A wrong line is said, with its number, and passed over.
  ///
  /// - Parameter file: how the user knows it.
  public mutating func configure(_ text: String, file: String) {
    var complaints: [String] = []
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let words = raw.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      let line = words.joined(separator: " ")
      do throws(UserError) {
        try configure(line.hasPrefix(":") ? String(line.dropFirst()) : line)
      } catch {
        complaints.append("\(file):\(index + 1): \(error)")
      }
    }
    complain(complaints)
  }

  /// Shows what is wrong with a configuration.
  public mutating func complain(_ lines: [String]) {
    if lines.count == 1 { message = Message(lines[0], .warning) }
    if lines.count > 1 { page = TextPage(title: "configuration", lines: lines) }
  }

  private mutating func configure(_ line: String) throws(UserError) {
    let command = try Self.commands.command(named: String(line.prefix { $0 != " " }))
    guard ["set", "map", "unmap"].contains(command.name) else {
      throw UserError("a configuration holds set, map and unmap, not \(command.name)")
    }
    recording.add(.command(line))
    _ = try Self.commands.perform(line, &self)
  }
}
