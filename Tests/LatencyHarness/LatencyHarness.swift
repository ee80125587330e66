import Glibc
import TestTerminals

/// Measures what a user of a program's screen feels: from key to picture, at rest, while it trains,
/// inside tmux, over a slow line, on a large screen with a large network; bytes and processor time at
/// rest; start; memory.
///
/// Not a test: it prints figures. `LatencyHarness .build/release/cnnscope [NAME …]`
@main
enum LatencyHarness {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    guard let program = words.first else {
      print("usage: LatencyHarness PROGRAM [start|idle|rest|training|tmux|large|slow …]")
      return
    }
    let wanted = words.dropFirst()
    for (name, measure) in measures where wanted.isEmpty || wanted.contains(name) {
      print(name.padded(10), try measure(program))
    }
  }

  private static let measures: [(String, @Sendable (String) throws -> String)] = [
    ("start", { try start($0) }), ("rest", { try rest($0) }), ("idle", { try keys($0, Line()) }),
    ("training", { try keys($0, Line(), "train 1000000") }),
    ("tmux", { try keys($0, Line(isTmux: true)) }),
    ("tmux-train", { try keys($0, Line(isTmux: true), "train 1000000") }),
    (
      "large", { try keys($0, Line(columns: 200, rows: 60), network: "samples/bench/resnet18.cnn") }
    ),
    ("slow", { try keys($0, Line(bytesPerSecond: 50_000), "train 1000000", count: 60) }),
  ]

  /// How long from its start to the first full picture.
  private static func start(_ program: String) throws -> String {
    let times = try (0..<20).map { _ in
      let begin = ContinuousClock.now
      let terminal = try Watched(program, Line())
      try terminal.wait { $0.isFull }
      return (ContinuousClock.now - begin).milliseconds
    }
    return Quantiles(times).description
  }

  /// What it costs to look at a picture that does not change, and the memory that it takes.
  private static func rest(_ program: String) throws -> String {
    let terminal = try Watched(program, Line())
    try terminal.wait { $0.isFull }
    terminal.run(for: 1)
    let (bytes, ticks) = (terminal.byteCount, terminal.status.processorTicks)
    terminal.run(for: 10)
    let share =
      Double(terminal.status.processorTicks - ticks) / Double(sysconf(Int32(_SC_CLK_TCK))) / 10
    return "\(terminal.byteCount - bytes) bytes, \(share * 100) % of a core in 10 s; "
      + "resident \(terminal.status.residentKilobytes / 1024) MB"
  }

  /// From key to picture: the selection moves down and up again, at changing moments.
  private static func keys(
    _ program: String, _ line: Line, _ command: String? = nil, network: String? = nil,
    count: Int = 200
  ) throws -> String {
    let terminal = try Watched(program, line, network: network)
    try terminal.wait { $0.isFull }
    if let command {
      terminal.type(":data digits\r:\(command)\r")
      try terminal.wait { $0.text.contains("C-c stops") }
      terminal.run(for: 2)
    }
    var times: [Double] = []
    let (bytes, begin) = (terminal.byteCount, ContinuousClock.now)
    for index in 0..<count {
      terminal.run(for: Double(index * 37 % 61) / 1000)
      let before = terminal.selectedRow
      let pressed = ContinuousClock.now
      terminal.type(index % 2 == 0 ? "j" : "k")
      try terminal.wait { $0.selectedRow != before }
      times.append((ContinuousClock.now - pressed).milliseconds)
    }
    let seconds = (ContinuousClock.now - begin).milliseconds / 1000
    let rate = Int(Double(terminal.byteCount - bytes) / seconds / 1024)
    return
      "\(Quantiles(times)); \(rate) KiB/s, resident \(terminal.status.residentKilobytes / 1024) MB"
  }
}

/// Shares of some times in milliseconds.
struct Quantiles: CustomStringConvertible {
  private let sorted: [Double]

  init(_ times: [Double]) { sorted = times.sorted() }

  private func at(_ share: Double) -> String {
    let index = min(sorted.count - 1, Int(share * Double(sorted.count)))
    return "\((sorted[index] * 100).rounded() / 100)"
  }

  var description: String {
    "p50 \(at(0.5)) ms, p90 \(at(0.9)) ms, p99 \(at(0.99)) ms, most \(at(1)) ms of \(sorted.count)"
  }
}

extension Duration {
  var milliseconds: Double { self / .milliseconds(1) }
}

extension String {
  func padded(_ columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - count))
  }
}
