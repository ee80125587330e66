import Glibc
import TestTerminals

/// What is between the program and the eye.
struct Line {
  var bytesPerSecond: Int?
  var isTmux = false
  /// The size of the screen.
  var columns = 120
  var rows = 40
  /// How much the line takes in before the program has to wait.
  static let buffer = 256 << 10
}

/// The program on a screen behind a line.
final class Watched {
  private let terminal: PseudoTerminal
  private let line: Line
  private let socket: String?
  private(set) var screen: VTScreen
  private var queue: [UInt8] = []
  private var delivered = 0
  private var begin = ContinuousClock.now
  private var taken = 0
  private var program: Int32
  /// What the first line begins with.
  private let title: String

  /// - Parameter network: what it opens; the default one where there is none.
  init(_ path: String, _ line: Line, network: String? = nil) throws {
    self.line = line
    let (columns, rows) = (line.columns, line.rows)
    title =
      network.flatMap { $0.split(separator: "/").last?.split(separator: ".").first }
      .map(String.init) ?? "lenet5"
    let name = "latency-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    socket = line.isTmux ? name : nil
    let words = network.map { [$0] } ?? []
    let arguments = [
      "-L", name, "-f", "/dev/null", "new-session", ([path] + words).joined(separator: " "), ";",
      "set", "status", "off",
    ]
    terminal = try PseudoTerminal(
      line.isTmux ? "/usr/bin/tmux" : path, line.isTmux ? arguments : words,
      environment: [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh",
      ], columns: columns, rows: rows, answers: false)
    screen = VTScreen(columns: columns, rows: rows)
    program = terminal.process
  }

  deinit {
    guard let socket else { return }
    let end = try? PseudoTerminal("/usr/bin/tmux", ["-L", socket, "kill-server"])
    _ = end?.waitForEnd()
  }

  var byteCount: Int { terminal.output.count }

  func type(_ text: String) { terminal.send(text) }

  /// Lets time pass.
  func run(for seconds: Double) {
    let end = ContinuousClock.now + .microseconds(Int(seconds * 1_000_000))
    repeat {
      let left = (end - ContinuousClock.now).milliseconds
      pump(left > 1 ? min(5, Int(left)) : 0)
    } while ContinuousClock.now < end
  }

  func wait(_ condition: (Watched) -> Bool) throws {
    let start = ContinuousClock.now
    while !condition(self) {
      repeat {
        guard ContinuousClock.now - start < .seconds(20) else {
          throw PseudoTerminal.TimedOut(description: "waited in vain; the screen:\n\(screen.text)")
        }
      } while !pump(1)
    }
  }

  /// Takes what the program wrote, and shows as much of it as the line has carried.
  ///
  /// - Returns: whether anything was shown.
  @discardableResult private func pump(_ milliseconds: Int) -> Bool {
    if queue.count < Line.buffer {
      _ = terminal.readSome(within: milliseconds)
    } else {
      usleep(500)
    }
    queue += terminal.output[taken...]
    taken = terminal.output.count
    let now = ContinuousClock.now
    guard let speed = line.bytesPerSecond else {
      return show(queue.count)
    }
    let room = Int((now - begin) / .seconds(1) * Double(speed))
    if room > 0 { begin = now }
    return show(min(queue.count, room))
  }

  private func show(_ count: Int) -> Bool {
    guard count > 0 else { return false }
    screen.feed(queue.prefix(count))
    queue.removeFirst(count)
    for question in screen.questions where question == .attributes {
      terminal.send("\u{1B}[?64;1;9c")
    }
    screen.questions = []
    return true
  }
}

extension Watched {
  var text: String { screen.text }

  /// Whether the first and the last line are both there.
  var isFull: Bool {
    screen.line(screen.rows - 1).contains("step") && screen.line(0).contains(title)
  }

  /// The row of the list of layers that is selected.
  var selectedRow: Int? {
    screen.cells.firstIndex { row in row[5].pen.attributes.contains(7) }
  }

  /// Of the process that was started in the terminal.
  var status: ProcessStatus { ProcessStatus(program) }
}
