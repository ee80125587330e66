import TestSupport
import TestTerminals

extension Program {
  /// A screen with a worker thread, by the same driver.
  static let threadedScreen = beside("ThreadedScreen")

  /// An environment for a terminal, without the user's own; golden screens belong to the baseline
  /// level.
  static func environment(
    term: String = "xterm-256color", language: String = "C.UTF-8", more: [String: String] = [:]
  ) -> [String: String] {
    [
      "TERM": term, "LANG": language, "PATH": "/usr/bin:/bin", "CNNSCOPE_CPU": "baseline",
    ].merging(more) { $1 }
  }

  /// Starts the explorer and waits for its first picture.
  static func explorer(
    _ arguments: [String] = [], term: String = "xterm-256color", language: String = "C.UTF-8",
    more: [String: String] = [:], columns: Int = 80, rows: Int = 24, program: String = path,
    answers: Bool = true, background: String = "rgb:0000/0000/0000",
    takesPictures: Bool = false
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      program, arguments, environment: environment(term: term, language: language, more: more),
      columns: columns, rows: rows, answers: answers, background: background,
      takesPictures: takesPictures)
    try terminal.wait("the first picture is there") { $0.showsExplorer }
    return terminal
  }

  /// A shell with job control in which the explorer was started and then stopped by C-z.
  static func shellWithStoppedExplorer() throws -> PseudoTerminal {
    let shell = try PseudoTerminal(
      "/bin/bash", ["--norc", "--noprofile", "-i"],
      environment: environment(more: ["PS1": "shell> "]))
    try shell.wait("there is a prompt") { $0.text.contains("shell>") }
    shell.send("\(path)\n")
    try shell.wait("the first picture is there") { $0.isAlternate && $0.showsExplorer }
    shell.send("\u{1A}")
    try shell.wait("it is stopped") { !$0.isAlternate && $0.text.contains("Stopped") }
    return shell
  }
}

extension VTScreen {
  /// Whether the explorer's first and last line are both there.
  var showsExplorer: Bool {
    isFull && (text.contains("cnnscope") || text.contains("LAYERS"))
      && !text.contains("C-c leaves")
  }

  /// Whether something stands in the last line, which the explorer never leaves empty.
  var isFull: Bool { lines.last.map { !$0.isEmpty } ?? false }
}
