import CursesDriver
import ModelFiles
import ScopeUI

extension Explorer {
  /// Reads `cnnscope/config` in the user's configuration folder, if it exists.
  mutating func readConfiguration() {
    guard let path = Self.configurationPath, FileContent.exists(path) else { return }
    do throws(FileError) {
      configure(try FileContent.text(of: path, "a configuration"), file: path.harmless)
    } catch {
      complain([error.description])
    }
  }

  /// `$XDG_STATE_HOME/cnnscope/recovery`, or else `~/.local/state/cnnscope/recovery`: the folder for
  /// trainings that were not saved when the program was ended.
  static var recoveryPath: String? {
    let folder =
      environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment("HOME").map { $0 + "/.local/state" }
    return folder.map { $0 + "/cnnscope/recovery" }
  }

  /// `$XDG_CONFIG_HOME/cnnscope/config`, or else `~/.config/cnnscope/config`.
  static var configurationPath: String? {
    let folder =
      environment("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment("HOME").map { $0 + "/.config" }
    return folder.map { $0 + "/cnnscope/config" }
  }
}
