import ScopeDebugger
import TerminalKit

/// Something that `set` changes, as data: completion, help and configuration are read from it.
struct Setting: Sendable {
  let name: String
  let values: [String]
  /// One line.
  let help: String
  let read: @Sendable (SharedState) -> String
  let write: @Sendable (inout SharedState, String) -> Void

  /// What `set` changes, in the order in which it is shown.
  static let all: [Setting] = [palette, background, mouse, pictures, scale]

  private static let palette = Setting(
    name: "palette", values: Colormap.allCases.map(\.rawValue),
    help: "colors of scales without sign; signed scales are blue and orange",
    read: { $0.preferences.appearance.colormap.rawValue },
    write: { shared, text in
      shared.preferences.appearance.colormap = Colormap(rawValue: text) ?? .viridis
      shared.effects.append(.appearance(shared.preferences.appearance))
    })

  private static let background = Setting(
    name: "background", values: ["auto", "dark", "light"],
    help: "background of the terminal; auto asks it",
    read: {
      let background = $0.preferences.appearance.background
      return $0.preferences.followsBackground ? "auto (\(background))" : background.rawValue
    },
    write: { shared, text in
      shared.preferences.followsBackground = text == "auto"
      shared.preferences.appearance.background =
        Background(rawValue: text) ?? shared.preferences.reportedBackground
      shared.effects.append(.appearance(shared.preferences.appearance))
    })

  private static let mouse = Setting(
    name: "mouse", values: ["on", "off"],
    help: "whether the mouse selects; off lets the terminal select text",
    read: { $0.preferences.hasMouse ? "on" : "off" },
    write: { shared, text in
      shared.preferences.hasMouse = text == "on"
      shared.effects.append(.mouse(text == "on"))
    })

  private static let pictures = Setting(
    name: "pictures", values: PictureMode.allCases.map(\.rawValue),
    help: "maps as pictures by kitty's graphics protocol, if the terminal has it",
    read: {
      let isOn = $0.preferences.arePicturesShown ? "" : " (cells)"
      return $0.preferences.pictures.rawValue + ($0.preferences.pictures == .off ? "" : isOn)
    },
    write: { shared, text in
      shared.preferences.pictures = PictureMode(rawValue: text) ?? .off
      shared.preferences.arePicturesShown = false
      shared.effects.append(.pictures(shared.preferences.pictures))
    })

  private static let scale = Setting(
    name: "scale", values: ScaleScope.allCases.map(\.rawValue),
    help: "range of the color scale: that of the map, the layer or the network",
    read: { $0.selection.scale.rawValue },
    write: { $0.selection.scale = ScaleScope(rawValue: $1) ?? .layer })
}

/// A setting that is named, and perhaps the value that it is to have.
struct SettingChange: Sendable {
  let setting: Setting
  let value: String?
}

/// `NAME [VALUE]`
struct SettingChoice: TextParameter {
  typealias Value = SettingChange

  var usage: String { "NAME [VALUE]" }
  var expectation: String { "a setting" }
  var example: String { "palette magma" }
  var completion: Completion {
    .keyed(Setting.all.map { KeyedWords($0.name, $0.values) })
  }

  func value(of text: String, in session: Session) throws(UserError) -> SettingChange? {
    let words = text.split(separator: " ").map(String.init)
    guard let setting = Setting.all.first(where: { $0.name == words[0] }) else {
      let names = Setting.all.map(\.name).joined(separator: ", ")
      throw UserError("there is no setting \"\(words[0])\"; there are \(names)")
    }
    guard words.count > 1 else { return SettingChange(setting: setting, value: nil) }
    guard words.count == 2, setting.values.contains(words[1]) else {
      throw UserError(
        "\(setting.name) is \(setting.values.joined(separator: ", ")), "
          + "not \"\(words.dropFirst().joined(separator: " "))\"")
    }
    return SettingChange(setting: setting, value: words[1])
  }
}
