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

  mutating func next() -> Outcome {
    Self.endWaits(by: [SIGINT, SIGTERM, SIGHUP])
    while true {
      if let end = buffer.firstIndex(of: 10) { return .line(take(end, skipping: 1)) }
      var part = [UInt8](repeating: 0, count: 4096)
      let count = read(STDIN_FILENO, &part, part.count)
      if count > 0 {
        buffer += part[..<count]
      } else if count < 0, errno == EINTR {
        buffer = []
        return .interrupted
      } else {
        return buffer.isEmpty ? .end : .line(take(buffer.count, skipping: 0))
      }
    }
  }

  private mutating func take(_ count: Int, skipping more: Int) -> String {
    defer { buffer.removeFirst(count + more) }
    return String(decoding: buffer[..<count], as: UTF8.self).withoutByteOrderMark
  }

  /// Makes signals that are handled end a read that waits.
  private static func endWaits(by signals: [Int32]) {
    for number in signals {
      var action = sigaction()
      guard sigaction(number, nil, &action) == 0 else { continue }
      action.sa_flags &= ~SA_RESTART
      sigaction(number, &action, nil)
    }
  }
}
