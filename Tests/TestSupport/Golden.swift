import Foundation
public import Testing

/// Pictures of screens that tests compare with, in the folder `Golden` beside the test's file.
///
/// `CNNSCOPE_UPDATE_GOLDEN=1 swift test` writes those that differ. A new picture fails the first
/// time, so that somebody looks at it.
public enum Golden {
  private static let isUpdating =
    ProcessInfo.processInfo.environment["CNNSCOPE_UPDATE_GOLDEN"] != nil

  /// Compares a picture with the one of that name.
  public static func expect(
    _ picture: String, _ name: String, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let path = URL(filePath: file).deletingLastPathComponent().appending(path: "Golden/\(name).txt")
    let expected = try? String(contentsOf: path, encoding: .utf8)
    if expected == picture + "\n" { return }
    if isUpdating || expected == nil { write(picture + "\n", to: path, sourceLocation) }
    Issue.record(
      "\(name) \(expected == nil ? "is new: look at it" : "differs"):\n\(picture)",
      sourceLocation: sourceLocation)
  }

  private static func write(_ text: String, to path: URL, _ sourceLocation: SourceLocation) {
    do { try text.write(to: path, atomically: true, encoding: .utf8) } catch {
      Issue.record(error, sourceLocation: sourceLocation)
    }
  }
}
