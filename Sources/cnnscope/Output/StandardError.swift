import Glibc
import ModelFiles

/// Where messages and progress go.
enum StandardError {
  /// Whether it is a terminal, so that a person may be looking.
  static let isTerminal = isatty(STDERR_FILENO) == 1

  /// Writes a line, without control characters.
  static func say(_ line: String) { write(line.harmless + "\n") }

  /// Writes a text of several lines, without other control characters.
  static func say(lines text: String) { write(text.harmlessLines + "\n") }

  /// Writes a text as it is.
  static func write(_ text: String) { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }
}
