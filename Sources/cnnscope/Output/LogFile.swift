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
  ///   - step: the step that the log continues with, where it does: rows of earlier steps are kept.
  /// - Throws: `FileError` where it cannot be written, or must not be replaced.
  init(_ path: String, heading: String, continuingAt step: Int? = nil) throws(FileError) {
    self.path = path
    try FileContent.checkReplaceable(path, by: .log, replacing: true)
    var kept = [heading]
    if let step { kept += try Self.rows(of: path, heading, before: step) }
    let first = kept.joined(separator: "\n")
    let (descriptor, hasHeading) = try FileContent.begin(first, at: path)
    self.descriptor = descriptor
    if !hasHeading { buffer = first + "\n" }
  }

  /// The whole rows of steps before one; none where there is no file.
  ///
  /// - Throws: `FileError` where the file is no such log.
  private static func rows(
    of path: String, _ heading: String, before step: Int
  ) throws(FileError) -> [String] {
    guard FileContent.isRegular(path) else { return [] }
    let lines = String(decoding: try FileContent.read(path), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
    guard let first = lines.first else { return [] }
    guard first == heading else {
      throw FileError(
        path: path, reason: "this is no log of cnnscope train, so it is not continued")
    }
    let fields = heading.count { $0 == "," }
    return lines.dropFirst().filter { row in
      let number = row.split(separator: ",").first.flatMap { Int($0) }
      return row.count { $0 == "," } == fields && number.map { $0 < step } == true
    }.map(String.init)
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
