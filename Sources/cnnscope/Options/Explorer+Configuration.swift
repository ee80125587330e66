import Glibc
import ModelFiles
import ScopeUI

extension Explorer {
  /// Reads `cnnscope/config` in the user's folder of configurations, where there is one.
  mutating func readConfiguration() {
    guard let path = Self.configurationPath, FileContent.exists(path) else { return }
    do throws(FileError) {
      let bytes = try FileContent.read(path, limit: 1 << 20)
      configure(String(decoding: bytes, as: UTF8.self), file: path.harmless)
    } catch {
      complain([error.description])
    }
  }

  /// `$XDG_CONFIG_HOME/cnnscope/config`, or else that in `~/.config`.
  static var configurationPath: String? {
    let folder =
      variable("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? variable("HOME").map { $0 + "/.config" }
    return folder.map { $0 + "/cnnscope/config" }
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
