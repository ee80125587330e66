import ScopeDebugger

extension Explorer {
  /// Does the lines of a configuration: settings as at the prompt, `#` for comments.
  ///
  /// A wrong line is reported with its number and skipped.
  ///
  /// - Parameter file: its name for messages.
  package mutating func configure(_ text: String, file: String) {
    var complaints: [String] = []
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let words = raw.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      let line = words.joined(separator: " ")
      do throws(UserError) {
        try configure(line.hasPrefix(":") ? String(line.dropFirst()) : line)
      } catch {
        complaints.append("\(file):\(index + 1): \(error)")
      }
    }
    complain(complaints)
  }

  /// Shows what is wrong with a configuration.
  package mutating func complain(_ lines: [String]) {
    if lines.count == 1 { shared.news.say(lines[0], .warning) }
    if lines.count > 1 { show(lines, title: "configuration") }
  }

  private mutating func configure(_ line: String) throws(UserError) {
    let command = try Self.commands.command(of: line)
    guard command.traits.contains(.isSetting) else {
      let settings = Self.commands.commands.filter { $0.traits.contains(.isSetting) }.map(\.name)
      throw UserError(
        "a configuration holds \(settings.listed(with: "and")), not \(command.name)")
    }
    recording.add(.command(line))
    try Self.commands.perform(line, &self)
  }
}
