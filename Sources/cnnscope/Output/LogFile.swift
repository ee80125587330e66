import Glibc
import ModelFiles

/// A text file that grows line by line; what was logged stays, whatever happens afterwards.
struct LogFile {
  private let path: String
  private let descriptor: Int32
  private var buffer = ""
  /// Whether rows of an earlier training were kept.
  let isContinued: Bool

  /// The size of the buffer, in bytes.
  private static let capacity = 1 << 16

  /// Creates the file, or replaces an earlier log.
  ///
  /// - Parameters:
  ///   - heading: the first line of such a log.
  ///   - step: the step that the log goes on with, where it does: rows of earlier steps are kept.
  ///   - replaces: whether a log that is there is replaced.
  /// - Throws: `FileError` where it cannot be written, or must not be replaced.
  init(
    _ path: String, heading: String, goingOnAt step: Int? = nil, replacing replaces: Bool
  ) throws(FileError) {
    self.path = path
    try FileContent.checkReplaceable(path, by: .log, replacing: replaces || step != nil)
    var kept: [String] = []
    if let step { kept = try Self.rows(of: path, before: step) }
    isContinued = !kept.isEmpty
    let first = kept.isEmpty ? heading : kept.joined(separator: "\n")
    let (descriptor, hasHeading) = try FileContent.begin(first, at: path)
    self.descriptor = descriptor
    if !hasHeading { buffer = first + "\n" }
  }

  /// The heading of a log and its rows of steps before one; none where there is no file.
  private static func rows(of path: String, before step: Int) throws(FileError) -> [String] {
    guard FileContent.isRegular(path) else { return [] }
    let text = String(decoding: try FileContent.read(path), as: UTF8.self)
    return text.split(separator: "\n").enumerated().filter { index, row in
      index == 0 || row.split(separator: ",").first.flatMap { Int($0) }.map { $0 < step } == true
    }.map { String($0.element) }
  }

  /// Adds a line, which may be buffered until ``flush()``.
  mutating func add(_ line: String) throws(FileError) {
    buffer += line + "\n"
    if buffer.utf8.count > Self.capacity { try flush() }
  }

  /// Writes buffered lines.
  mutating func flush() throws(FileError) {
    let bytes = Array(buffer.utf8)
    buffer = ""
    guard writeAll(bytes, to: descriptor) else { throw Self.failure(path) }
  }

  /// Writes buffered lines and closes the file.
  mutating func close() throws(FileError) {
    try flush()
    guard Glibc.close(descriptor) == 0 else { throw Self.failure(path) }
  }

  private static func failure(_ path: String) -> FileError {
    SystemFailure.last(path, doing: "not written")
  }
}
