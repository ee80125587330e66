import Damages
import Glibc
import TestSupport
import TestTerminals
import Testing

/// Keys, pastes, broken UTF-8, reports of the mouse and sizes at random, on a debug build: whatever
/// comes, the program neither traps nor grows without bound.
///
/// `CNNSCOPE_FUZZ=20000 swift test --filter FuzzTests` sends that many.
@Suite("Anything that can be typed")
struct FuzzTests {
  private static let count = getenv("CNNSCOPE_FUZZ").flatMap { Int(String(cString: $0)) } ?? 1500

  @Test("No trap, and no growth of memory", arguments: [UInt64(7)])
  func anything(seed: UInt64) throws {
    let folder = "/tmp/cnnscope-fuzz-\(getpid())"
    mkdir(folder, 0o700)
    defer { _ = try? PseudoTerminal("/bin/rm", ["-rf", folder]).waitForEnd() }
    var random = SplitMix64(seed)
    var sent = 0
    while sent < Self.count {
      let terminal = try PseudoTerminal(
        "/bin/sh", ["-c", "cd \(folder) && exec \(Program.path) digits8 --mouse"],
        environment: Program.environment(more: ["HOME": folder]))
      try terminal.wait("the first picture is there") { $0.showsExplorer }
      while sent < Self.count, terminal.state == .running {
        for _ in 0..<20 { terminal.press(&random) }
        sent += 20
        terminal.settle(2)
      }
      if terminal.state == .running {
        #expect(ProcessStatus(terminal.process).residentKilobytes < 500 << 10)
        terminal.signal(SIGTERM)
      }
      #expect(terminal.waitForEnd() == .status(0), "after \(sent) events")
      terminal.expectRestored()
    }
  }
}

extension PseudoTerminal {
  private static let keys =
    "sSfFcCurajdkhlgGvwaxX=[]+-.,o{}tnNpLKRBEDUTOVMZIPym123z \r\t:?/><".map { String($0) } + [
      "\u{1B}[A", "\u{1B}[B", "\u{1B}OC", "\u{1B}OD", "\u{1B}[5~", "\u{1B}[6~", "\u{1B}", "\u{7F}",
      "\u{03}", "\u{0C}", "\u{07}", "\u{1B}x", "\u{1B}[15~", "\u{1B}[Z", "é", "漢",
    ]
  private static let lines = [
    "go conv1[0,1,1]", "step 5", "run 2", "open conv1[0,2,2]", "set palette magma", "lab stride 2",
    "net input 1x4x4; flatten; linear 3", "open digits8", "map <F5> step", "zoom in", "tour",
    "goto 0", "data digits", "batch 2", "input digits:7", "help conv", "ladder", "projector",
  ]

  /// Does one thing that a user, a bad line or a broken terminal could do.
  fileprivate func press(_ random: inout SplitMix64) {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<70: send(Self.keys.randomElement(using: &random) ?? "s")
    case 70..<76: send(":\(Self.lines.randomElement(using: &random) ?? "s")\r")
    case 76..<80: send("\u{1B}[200~\(Self.lines.randomElement(using: &random) ?? "")\n\u{1B}[201~")
    case 80..<86: send((0..<6).map { _ in UInt8.random(in: 128...255, using: &random) })
    case 86..<92:
      let button = [0, 1, 2, 32, 64, 65, 99].randomElement(using: &random) ?? 0
      let place = (Int.random(in: 0...230, using: &random), Int.random(in: 0...70, using: &random))
      send("\u{1B}[<\(button);\(place.0);\(place.1)\(Bool.random(using: &random) ? "M" : "m")")
    case 92..<94:
      send((0..<5).map { _ in UInt8.random(in: 1...127, using: &random) } + [27, 91, 60])
    default:
      let sizes = [(1, 1), (80, 24), (200, 60), (40, 12), (3, 50), (50, 3), (120, 40), (2, 2)]
      let size = sizes.randomElement(using: &random) ?? (80, 24)
      resize(columns: size.0, rows: size.1)
    }
  }
}
