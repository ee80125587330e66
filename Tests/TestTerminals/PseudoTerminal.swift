internal import CPty
import Glibc

/// A program in a terminal of its own, and what it shows there.
package final class PseudoTerminal {
  package enum End: Equatable {
    case status(Int)
    case signal(Int32)
    case running
  }

  /// A condition that did not come true; carries the screen for the reader.
  package struct TimedOut: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
  }

  private let session: cpty_session
  /// Whether the terminal has gone away; its descriptors belong to somebody else then.
  private var hasHungUp = false
  package private(set) var screen: VTScreen
  /// Everything the program wrote.
  package private(set) var output: [UInt8] = []
  private var ended: End?
  /// Whether it answers what the program asks, as most terminals do.
  private let answers: Bool
  /// Whether it knows pictures; what it does not know it does not answer.
  private let takesPictures: Bool
  /// What it says its background is.
  private let background: String

  /// How long anything may take, in milliseconds: long enough for a busy machine.
  private static let patience = 20_000

  /// Starts a program. The environment holds these variables and nothing else.
  package init(
    _ path: String, _ arguments: [String] = [], environment: [String: String] = [:],
    columns: Int = 80, rows: Int = 24, answers: Bool = true,
    background: String = "rgb:0000/0000/0000", takesPictures: Bool = false
  ) throws {
    (self.answers, self.background) = (answers, background)
    self.takesPictures = takesPictures
    screen = VTScreen(columns: columns, rows: rows)
    let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
    session = withPointers([path] + arguments) { arguments in
      withPointers(variables) { variables in
        cpty_spawn(path, arguments, variables, Int32(columns), Int32(rows), true)
      }
    }
    guard session.process > 0 else { throw TimedOut(description: "\(path) could not be started") }
  }

  deinit {
    if end(within: 0) == .running { kill(session.process, SIGKILL) }
    _ = end(within: 1000)
    if !hasHungUp { hangUp() }
  }

  package var process: Int32 { session.process }

  /// Whether the terminal's modes are again what they were.
  package var modesAreRestored: Bool {
    var (now, before) = (cpty_modes_of(session.terminal), session.before)
    return cpty_modes_equal(&now, &before)
  }

  package func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes, and reads meanwhile what the program writes: it may wait for that.
  package func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard cpty_writable(session.controller, 10) else {
        if !readSome(within: 10), end(within: 0) != .running { return }
        continue
      }
      let count = rest.prefix(256).withUnsafeBytes {
        write(session.controller, $0.baseAddress, $0.count)
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads until the program has written nothing for so many milliseconds.
  package func settle(_ milliseconds: Int) { while readSome(within: milliseconds) {} }

  /// How the program has ended, or that it runs.
  package var state: End { end(within: 0) }

  package func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    cpty_resize(session.controller, Int32(columns), Int32(rows))
  }

  /// Takes no output any more, or takes it again.
  package func stall(_ isStalled: Bool = true) {
    tcflow(session.terminal, isStalled ? TCOOFF : TCOON)
  }

  package func signal(_ number: Int32) { kill(session.process, number) }

  /// Sends a signal to a thread that is not the first one; false where there is none.
  package func signalWorker(_ number: Int32) -> Bool {
    guard let worker = threads.first(where: { $0 != session.process }) else { return false }
    return cpty_signal_thread(session.process, worker, number) == 0
  }

  /// The threads of the program, by the directory that Linux keeps of them.
  private var threads: [Int32] {
    guard let directory = opendir("/proc/\(session.process)/task") else { return [] }
    defer { closedir(directory) }
    var found: [Int32] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let thread = Int32(name) { found.append(thread) }
    }
    return found.sorted()
  }

  /// Reads until the screen is as wanted.
  ///
  /// - Throws: ``TimedOut`` with the screen.
  ///
  /// - Parameter patience: how long it may take, in seconds; long enough for a busy machine unless
  ///   said.
  package func wait(
    _ what: String, patience: Int = patience / 1000, until condition: (VTScreen) -> Bool
  ) throws {
    let start = ContinuousClock.now
    while !condition(screen) {
      guard ContinuousClock.now - start < .seconds(patience) else {
        throw TimedOut(description: "waited in vain until \(what); the screen:\n\(screen.text)")
      }
      _ = readSome(within: 100)
    }
  }

  /// Reads until the program ends, and says how.
  package func waitForEnd() -> End {
    let start = ContinuousClock.now
    while end(within: 0) == .running, ContinuousClock.now - start < .milliseconds(Self.patience) {
      _ = readSome(within: 20)
    }
    while readSome(within: 0) {}
    return end(within: 0)
  }

  /// The terminal goes away, as when its window is closed.
  package func hangUp() {
    hasHungUp = true
    close(session.terminal)
    close(session.controller)
  }

  /// How the program ended after the terminal went away.
  package func endWithoutTerminal() -> End { end(within: Self.patience) }

  private func end(within milliseconds: Int) -> End {
    if let ended { return ended }
    let status = cpty_wait(session.process, Int32(milliseconds))
    guard status >= 0 else { return .running }
    let end: End = status >= 256 ? .signal(status - 256) : .status(Int(status))
    ended = end
    return end
  }

  package func readSome(within milliseconds: Int) -> Bool {
    guard cpty_readable(session.controller, Int32(milliseconds)) else { return false }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(session.controller, &buffer, buffer.count)
    guard count > 0 else { return false }
    output += buffer[..<count]
    screen.feed(buffer[..<count])
    if answers { answer() }
    return true
  }

  private func answer() {
    let questions = screen.questions
    screen.questions = []
    for question in questions {
      let text =
        switch question {
        case .attributes: "\u{1B}[?64;1;9c"
        case .graphics: takesPictures ? "\u{1B}_Gi=31;OK\u{1B}\\" : ""
        case .background: "\u{1B}]11;\(background)\u{1B}\\"
        case .mode(let number): "\u{1B}[?\(number);2$y"
        }
      _ = Array(text.utf8).withUnsafeBytes { write(session.controller, $0.baseAddress, $0.count) }
    }
  }
}

/// Calls `body` with a list of C strings that ends with NULL.
private func withPointers<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}
