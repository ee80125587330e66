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
  /// - Parameters:
  ///   - heading: the first line of such a log.
  ///   - replaces: whether a log that is there is replaced.
  /// - Throws: `FileError` where it cannot be written, or must not be replaced.
  init(_ path: String, heading: String, replacing replaces: Bool) throws(FileError) {
    self.path = path
    try FileContent.checkReplaceable(path, by: .log, replacing: replaces)
    let (descriptor, hasHeading) = try FileContent.begin(heading, at: path)
    self.descriptor = descriptor
    if !hasHeading { buffer = heading + "\n" }
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
