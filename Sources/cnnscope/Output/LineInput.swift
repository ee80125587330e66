import Glibc

/// Standard input line by line, where a signal ends the wait for a line.
struct LineInput {
  /// What was read behind the last line.
  private var buffer: [UInt8] = []

  enum Outcome: Hashable {
    case line(String)
    /// A signal came first; what was typed of the line is forgotten.
    case interrupted
    case end
  }

  /// Longer lines are divided.
  private static let longest = 1 << 20

  mutating func next() -> Outcome {
    var searched = 0
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) { return .line(take(end, skipping: 1)) }
      if buffer.count >= Self.longest { return .line(take(buffer.count, skipping: 0)) }
      searched = buffer.count
      guard Self.waitForInput() else {
        buffer = []
        return .interrupted
      }
      var part = [UInt8](repeating: 0, count: 4096)
      let count = read(STDIN_FILENO, &part, part.count)
      guard count > 0 else { return buffer.isEmpty ? .end : .line(take(buffer.count, skipping: 0)) }
      buffer += part[..<count]
    }
  }

  private mutating func take(_ count: Int, skipping more: Int) -> String {
    defer { buffer.removeFirst(count + more) }
    return String(decoding: buffer[..<count], as: UTF8.self).withoutByteOrderMark
  }

  /// Waits until there is something to read. Any thread may get the signal, so that it does not end
  /// every wait: it is looked for now and then.
  ///
  /// - Returns: false where a signal came first.
  private static func waitForInput() -> Bool {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    while !Interrupt.happened {
      if poll(&input, 1, 100) > 0 { return true }
    }
    return false
  }
}
