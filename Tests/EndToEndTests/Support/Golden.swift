import Glibc
import ModelFiles
import Testing

/// Pictures of real screens that tests compare with, in the folder `Golden`.
///
/// `CNNSCOPE_UPDATE_GOLDEN=1 swift test` writes those that differ. A new picture fails the first
/// time, so that somebody looks at it.
enum Golden {
  private static let folder = String(#filePath.dropLast("/Support/Golden.swift".count)) + "/Golden"
  private static let isUpdating = getenv("CNNSCOPE_UPDATE_GOLDEN") != nil

  static func expect(
    _ picture: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let path = "\(folder)/\(name).txt"
    let bytes = try? FileContent.read(path)
    let expected = bytes.map { String(decoding: $0, as: UTF8.self) }
    if expected == picture + "\n" { return }
    if isUpdating || expected == nil {
      do { try FileContent.write(Array((picture + "\n").utf8), to: path) } catch {
        Issue.record(error, sourceLocation: sourceLocation)
      }
    }
    Issue.record(
      "\(name) \(expected == nil ? "is new: look at it" : "differs"):\n\(picture)",
      sourceLocation: sourceLocation)
  }
}
