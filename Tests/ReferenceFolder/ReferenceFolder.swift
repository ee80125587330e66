import Foundation

/// The folder of reference cases made by other software: `$CNNSCOPE_REFERENCE`, or else
/// `../shared/reference` beside the package.
///
/// A clone without it still passes its tests: a suite that needs it has the trait
/// `.enabled(if: ReferenceFolder.isPresent, ReferenceFolder.absence)`.
public enum ReferenceFolder {
  private static let named = ProcessInfo.processInfo.environment["CNNSCOPE_REFERENCE"]

  /// The folder's path.
  public static let root: String =
    named
    ?? URL(filePath: #filePath).appending(path: "../../../../shared/reference").standardized.path()

  /// Whether there is such a folder. One that the environment names counts as present, so that a
  /// wrong name fails instead of skipping.
  public static let isPresent = named != nil || FileManager.default.fileExists(atPath: root)

  /// What a suite says that is skipped for want of it.
  public static let absence = "no reference data: set CNNSCOPE_REFERENCE to its folder"

  /// The path of a file in the folder.
  public static func path(_ relative: String) -> String { "\(root)/\(relative)" }

  /// A JSON file in the folder.
  public static func json(_ relative: String) throws -> JSON {
    try JSON.read(path(relative))
  }
}
