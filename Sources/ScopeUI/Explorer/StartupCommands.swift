import ScopeDebugger

/// Commands to begin with, one after the other, each to its end.
struct Beginning: Hashable, Sendable {
  /// Those that were not begun yet.
  private(set) var left: [String]
  private(set) var current = ""
  /// What was refused, with the command that led there.
  private(set) var complaints: [String] = []

  init(_ lines: [String]) { left = lines }

  mutating func next() -> String? {
    guard !left.isEmpty else { return nil }
    current = left.removeFirst()
    return current
  }

  mutating func complain(_ reason: String) { complaints.append("\(current): \(reason)") }

  /// `; left out: go conv1, step 2`
  var leftOut: String { left.isEmpty ? "" : "; left out: \(left.joined(separator: ", "))" }
}

extension Explorer {
  /// Takes commands as given on the command line. What a run refuses is said at the end, and the
  /// commands after it are done; the first mistake leaves the rest out.
  public mutating func begin(with lines: [String]) {
    beginning = lines.isEmpty ? nil : Beginning(lines)
  }

  /// Whether there are commands to begin with that were not done yet.
  public var isBeginning: Bool { beginning != nil }

  /// Begins the next of these commands, or says what was refused when there is none.
  mutating func goOnBeginning() {
    guard let line = beginning?.next() else {
      let complaints = beginning?.complaints ?? []
      beginning = nil
      if !complaints.isEmpty {
        message = Message(complaints.joined(separator: "; "), .warning)
      }
      return
    }
    recording.add(.command(line))
    page = nil
    do throws(UserError) { try performOrThrow(line) } catch {
      message = Message("\(line): \(error)\(beginning?.leftOut ?? "")", .error)
      beginning = nil
    }
  }

  /// A run has come to a stop while commands were left.
  mutating func noteBeginning(_ stop: Stop) {
    if case .refused(let reason) = stop { beginning?.complain(reason) }
  }

  /// The user stops what runs: what was to follow is left out.
  ///
  /// - Returns: `; left out: …`, or nothing.
  mutating func dropBeginning() -> String {
    defer { beginning = nil }
    return beginning?.leftOut ?? ""
  }
}
