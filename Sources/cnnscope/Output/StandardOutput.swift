import ModelFiles

/// Where results go: the only place that writes to standard output.
///
/// Names and texts of files and of the user may hold characters that a terminal obeys; they are
/// written as escapes such as `\u{1b}` here, wherever they come from. In JSON they are escaped
/// already.
enum StandardOutput {
  /// Writes lines and the end of the last one.
  static func say(_ lines: String) { write(lines + "\n") }

  /// Writes lines as they are, without control characters in them.
  static func write(_ lines: String) { print(lines.harmlessLines, terminator: "") }

  /// Writes a picture with its own sequences for colors.
  ///
  /// - Precondition: it was made from a canvas, which holds no control characters.
  static func draw(_ picture: String) { print(picture, terminator: "") }
}
