import Foundation

/// Calls `body` with the path of a new folder that is gone afterwards.
public func withFolder<R>(_ body: (String) throws -> R) throws -> R {
  let folder = FileManager.default.temporaryDirectory.appending(path: "cnnscope-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path())
}

/// Text in UTF-8.
public enum TextFile {
  /// The content of a file; what is no UTF-8 is replaced.
  public static func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  /// The path of a file in the package, such as `README.md`.
  public static func inPackage(_ relative: String) -> String {
    URL(filePath: #filePath).appending(path: "../../../\(relative)").standardized.path()
  }
}
