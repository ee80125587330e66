import Glibc
import TestTerminals

/// Measures training: steps a second in the explorer beside those of `train`, memory over many
/// steps, travel in time, the cost of conditions. Keys under load are LatencyHarness's.
///
/// Not a test: it prints figures. `TrainingHarness .build/release/cnnscope [NAME …]`
@main
enum TrainingHarness {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    guard let program = words.first else {
      print("usage: TrainingHarness PROGRAM [speed|memory|travel|conditions …]")
      return
    }
    let wanted = words.dropFirst()
    for (name, measure) in measures where wanted.isEmpty || wanted.contains(name) {
      try measure(Trained(program: program, network: "lenet5"))
    }
  }

  private static let measures: [(String, @Sendable (Trained) throws -> Void)] = [
    ("speed", { try $0.speed() }), ("memory", { try $0.memory() }),
    ("travel", { try $0.travel() }), ("conditions", { try $0.conditions() }),
  ]
}

/// A program that trains a network on the digits.
struct Trained {
  let program: String
  let network: String

  private static let environment = [
    "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent",
  ]

  private func open(_ arguments: [String], columns: Int = 120) throws -> PseudoTerminal {
    try PseudoTerminal(
      program, arguments, environment: Self.environment, columns: columns, rows: 40)
  }

  private func explorer() throws -> PseudoTerminal {
    let terminal = try open([network, "--data", "digits"])
    try terminal.wait("the first picture is there") { $0.text.contains("LAYERS") }
    terminal.send(":epochs 900000\rt")
    try terminal.wait("it trains") { $0.text.contains("C-c stops") }
    return terminal
  }

  /// Lets time pass.
  private func pass(_ terminal: PseudoTerminal, seconds: Double) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    try terminal.wait("the time is over") { _ in ContinuousClock.now >= end }
  }

  /// Steps a second over some seconds.
  private func rate(_ terminal: PseudoTerminal, _ done: () -> Int) throws -> Double {
    // Between two epochs there is no bar.
    try terminal.wait("a step is shown") { _ in done() > 0 }
    let (first, start) = (done(), ContinuousClock.now)
    try pass(terminal, seconds: 3)
    try terminal.wait("a step is shown") { _ in done() > 0 }
    return Double(done() - first) / ((ContinuousClock.now - start) / .seconds(1))
  }

  func speed() throws {
    var shares: [Double] = []
    for _ in 0..<7 {
      let (alone, beside) = (try speedOfTrain(), try speedOfExplorer())
      shares.append(beside / alone)
      print("train \(Int(alone)), explorer \(Int(beside)) steps/s: \(percent(beside / alone))")
    }
    shares.sort()
    print("explorer beside train: median \(percent(shares[3])), best \(percent(shares[6]))")
  }

  private func speedOfTrain() throws -> Double {
    let terminal = try open(["train", network, "--data", "digits", "--epochs", "900000"])
    func done() -> Int {
      // █████░░░ 437/230000 steps, loss …
      let words = terminal.screen.text.split { $0 == " " || $0 == "/" || $0 == "\n" }
      return words.lastIndex(of: "steps,").flatMap { Int(words[$0 - 2]) } ?? 0
    }
    try terminal.wait("the bar is there") { _ in done() > 0 }
    try pass(terminal, seconds: 0.3)
    defer { terminal.signal(SIGKILL) }
    return try rate(terminal, done)
  }

  private func speedOfExplorer() throws -> Double {
    let terminal = try explorer()
    try pass(terminal, seconds: 1)
    let rate = try rate(terminal) { step(terminal) }
    leave(terminal)
    return rate
  }

  /// The step that the explorer's title names.
  private func step(_ terminal: PseudoTerminal) -> Int {
    let words = (terminal.screen.lines.first ?? "").split(separator: " ")
    return words.firstIndex(of: "step").flatMap { Int(words[$0 + 1]) } ?? 0
  }

  private func leave(_ terminal: PseudoTerminal) {
    terminal.send("\u{3}Q")
    _ = terminal.waitForEnd()
  }

  /// What 10 000 steps with the explorer open leave in memory.
  func memory() throws {
    let terminal = try explorer()
    for goal in [1000, 2000, 4000, 6000, 8000, 10_000] {
      try terminal.wait("step \(goal) is done", patience: 600) { _ in step(terminal) >= goal }
      print(
        "step \(step(terminal)): resident \(ProcessStatus(terminal.process).residentKilobytes / 1024) MB"
      )
    }
    leave(terminal)
  }

  func travel() throws {
    let repl = try Talk(try open(["repl", network, "--data", "digits"]))
    _ = try repl.time("epochs 900")
    print("3000 steps: \(try repl.time("train 3000")) s")
    let before = try repl.answer("print checksum")
    print("a thousand steps back: \(try repl.time("goto 1999")) s, ", terminator: "")
    print("forward again: \(try repl.time("goto 2999")) s")
    let after = try repl.answer("print checksum")
    print(before == after ? "the same checksum" : "ANOTHER CHECKSUM", before, after)
    print(try repl.answer("history"))
  }

  func conditions() throws {
    let all = [
      "break loss > 1000", "break nan", "break conv1.weight.norm > 1000",
      "break conv2.dead > 100%", "break conv1.gradient.norm > 1000",
    ]
    for condition in all {
      let repl = try Talk(try open(["repl", network, "--data", "digits"]))
      _ = try repl.time("epochs 900")
      _ = try repl.time("train 200")
      var shares: [Double] = []
      for _ in 0..<7 {
        let plain = try repl.time("train 300")
        _ = try repl.time(condition)
        shares.append(try repl.time("train 300") / plain)
        _ = try repl.time(condition)
      }
      shares.sort()
      print(
        "\(condition): \(percent(shares[3] - 1)) (median of 7 pairs, best \(percent(shares[0] - 1)))"
      )
    }
  }

  private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}

/// The plain commands in a terminal.
final class Talk {
  private let terminal: PseudoTerminal
  private var count = 0

  init(_ terminal: PseudoTerminal) throws {
    self.terminal = terminal
    try terminal.wait("it asks") { $0.text.contains(">") }
  }

  /// How long a command takes, in seconds.
  func time(_ command: String) throws -> Double {
    count += 1
    let start = ContinuousClock.now
    terminal.send("\(command)\nend\(count)\n")
    try terminal.wait("\(command) is done", patience: 900) {
      $0.text.contains("no command \"end\(count)\"")
    }
    return (ContinuousClock.now - start) / .seconds(1)
  }

  /// The line that a command answers with.
  func answer(_ command: String) throws -> String {
    _ = try time(command)
    let lines = terminal.screen.lines.filter { !$0.isEmpty }
    let place = lines.lastIndex { $0.contains("no command \"end\(count)\"") } ?? 0
    return place > 0 ? lines[..<place].last { !$0.hasPrefix(">") && $0 != "end\(count)" } ?? "" : ""
  }
}
