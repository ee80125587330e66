import Glibc
import TestTerminals

/// A program in a real terminal multiplexer, with a server and settings of its own.
final class TmuxSession {
  private let socket: String
  private static let path = "/usr/bin/tmux"

  private static let ended = "ended with status "

  /// Whether there is a tmux; tests of it are skipped where not.
  static var isInstalled: Bool { access(path, X_OK) == 0 }

  /// Starts a shell command in a window of this size.
  init(_ command: String, columns: Int = 80, rows: Int = 24) throws {
    socket = "cnnscope-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    try run([
      "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "env \(command); echo \"\(Self.ended)$?\"; exec cat",
    ])
  }

  deinit { _ = try? run(["kill-server"]) }

  /// Presses keys in tmux's notation: `q`, `Enter`, `C-z`, `Escape`.
  func press(_ keys: String...) throws { try run(["send-keys"] + keys) }

  func resize(columns: Int, rows: Int) throws {
    try run(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// What the window shows; with `styles` as escape sequences, too.
  private func capture(styles: Bool = false) throws -> String {
    try run(["capture-pane", "-p"] + (styles ? ["-e"] : []))
  }

  /// Looks again until the window shows what is wanted, and returns it.
  ///
  /// - Parameter styles: whether the condition is given escape sequences, too.
  @discardableResult
  func wait(
    _ what: String, styles: Bool = false, until condition: (String) -> Bool
  ) throws -> String {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(20) {
      let shown = try capture(styles: styles)
      if condition(shown) { return shown }
    }
    throw PseudoTerminal.TimedOut(
      description: "waited in vain until \(what); the window:\n\((try? capture()) ?? "")")
  }

  /// Waits until the command has ended and returns its exit status.
  func waitForEnd() throws -> Int? {
    let shown = try wait("the command has ended") { $0.contains(Self.ended) }
    let status = shown.split(separator: Self.ended).last?.prefix { $0.isNumber }
    return status.flatMap { Int($0) }
  }

  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    let tmux = try PseudoTerminal(
      Self.path, ["-L", socket, "-f", "/dev/null"] + arguments,
      environment: [
        "TERM": "xterm", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh",
      ])
    _ = tmux.waitForEnd()
    return String(decoding: tmux.output, as: UTF8.self).replacing("\r\n", with: "\n")
  }
}
