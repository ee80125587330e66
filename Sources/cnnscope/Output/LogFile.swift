import Glibc
import ModelFiles

/// A text file that grows line by line; what was logged stays, whatever happens afterwards.
struct LogFile {
  private let path: String
  private let descriptor: Int32
  private var buffer = ""

  /// The size of the buffer, in bytes.
  private static let capacity = 1 << 16

  /// Creates the file, or replaces an earlier log.
  ///
  /// - Parameter heading: the first line of such a log.
  /// - Throws: `FileError` where it cannot be written, or holds something else than a log.
  init(_ path: String, heading: String) throws(FileError) {
    self.path = path
    try FileContent.checkReplaceable(path, beginning: heading)
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure(path) }
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
