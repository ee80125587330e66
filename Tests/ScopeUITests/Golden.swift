import Glibc
import Testing

/// Pictures of screens that tests compare with, in the folder `Golden` beside this file.
///
/// `CNNSCOPE_UPDATE_GOLDEN=1 swift test` writes those that differ. A new picture fails the first
/// time, so that somebody looks at it.
enum Golden {
  private static let folder = String(#filePath.dropLast("/Golden.swift".count)) + "/Golden"
  private static let isUpdating = getenv("CNNSCOPE_UPDATE_GOLDEN") != nil

  /// Compares a picture with the one of that name.
  static func expect(
    _ picture: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let path = "\(folder)/\(name).txt"
    let expected = read(path)
    if expected == picture + "\n" { return }
    if isUpdating || expected == nil { write(picture + "\n", to: path) }
    Issue.record(
      "\(name) \(expected == nil ? "is new: look at it" : "differs"):\n\(picture)",
      sourceLocation: sourceLocation)
  }

  private static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }

  private static func write(_ text: String, to path: String) {
    mkdir(folder, 0o755)
    guard let file = fopen(path, "w") else { return }
    defer { fclose(file) }
    fputs(text, file)
  }
}
