import Glibc
import ModelFiles

/// A text file that grows line by line: what was logged stays, whatever happens afterwards.
struct LogFile {
  private let path: String
  private let descriptor: Int32
  private var waiting = ""

  /// How much may wait to be written.
  private static let most = 1 << 16

  /// Begins the file anew.
  ///
  /// - Throws: `FileError` where it cannot be written.
  init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  /// Adds a line; it may wait until ``flush()``.
  mutating func add(_ line: String) throws(FileError) {
    waiting += line + "\n"
    if waiting.utf8.count > Self.most { try flush() }
  }

  /// Writes what waits.
  mutating func flush() throws(FileError) {
    var rest = Array(waiting.utf8)[...]
    waiting = ""
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(path) }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes what waits and ends the file.
  mutating func close() throws(FileError) {
    try flush()
    guard Glibc.close(descriptor) == 0 else { throw Self.failure(path) }
  }

  private static func failure(_ path: String) -> FileError {
    FileError(path: path, reason: "not written: \(String(cString: strerror(errno)))")
  }
}
