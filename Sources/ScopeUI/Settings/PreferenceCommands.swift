import ScopeDebugger
import TerminalKit

/// The commands about the explorer itself.
enum PreferenceCommands {
  static let all: [Command<Explorer>] = [
    Command(
      "set", SettingChoice().optional, traits: .isSetting,
      help: "palette, background, mouse, pictures, scale; without a name, all of them",
      answer: { explorer, change in Reply(explorer.shared.set(change)) }),
    Command(
      "map", KeyMappingParameter().optional, traits: .isSetting,
      help: "bind a key to a command: map <F5> restart",
      answer: { explorer, mapping in Reply(explorer.shared.preferences.map(mapping)) }),
    Command(
      "unmap", MappedKey(), traits: .isSetting, help: "remove the user's binding of a key",
      answer: { explorer, key throws(UserError) in
        guard explorer.shared.preferences.keys.removeValue(forKey: key) != nil else {
          throw UserError("\(key) was not mapped")
        }
        return Reply("\(key) has its own meaning again")
      }),
    Command(
      "mouse", keys: [KeyBinding("m")], help: "mouse on, off; off lets the terminal select text",
      answer: { explorer throws(UserError) in
        let isOn = explorer.shared.preferences.hasMouse
        return try Explorer.commands.perform("set mouse \(isOn ? "off" : "on")", &explorer)
      }),
    Command(
      "copy", keys: [KeyBinding("y")], help: "copy the command line that shows this again",
      action: { explorer in
        let line = ReproductionLine(explorer).text
        explorer.shared.effects.append(.copy(line))
        explorer.shared.news.say("copied: \(line)")
      }),
    Command(
      "record", OutputFile(example: "session.scope").optional,
      traits: [.isUnrecorded, .writesFile],
      help: "record everything typed as a script for play; without a file, stop",
      answer: { explorer, file throws(UserError) in
        let context = Recording.Context(explorer)
        return Reply(try explorer.recording.record(to: file, context))
      }),
  ].inGroup(.program).with(.worksWithoutNetwork)
}

extension Explorer {
  /// What `set` changes: names, values and a line of help each.
  package static var settings: [(name: String, values: [String], help: String)] {
    Setting.all.map { ($0.name, $0.values, $0.help) }
  }
}

extension SharedState {
  /// Shows or changes a setting.
  fileprivate mutating func set(_ change: SettingChange?) -> [String] {
    guard let change else {
      return SummaryTable.aligned(
        Setting.all.map {
          ["set \($0.name)", $0.read(self), $0.values.joined(separator: " "), $0.help]
        })
    }
    let setting = change.setting
    guard let value = change.value else { return ["\(setting.name) is \(setting.read(self))"] }
    setting.write(&self, value)
    return ["\(setting.name) \(value)"]
  }
}

extension Preferences {
  /// Gives a key a command line of the user's own, or shows those that were given.
  fileprivate mutating func map(_ mapping: KeyMapping?) -> [String] {
    guard let mapping else {
      let lines = keys.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
      return lines.isEmpty ? ["no keys were mapped"] : SummaryTable.aligned(lines)
    }
    let key = mapping.key
    guard let line = mapping.line else {
      return [keys[key].map { "\(key) is \($0)" } ?? "\(key) was not mapped"]
    }
    keys[key] = line
    return ["\(key) is \(line)"]
  }
}
