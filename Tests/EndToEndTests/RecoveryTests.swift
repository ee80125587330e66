import Glibc
import TestSupport
import TestTerminals
import Testing

/// Training survives the end of the program.
@Suite("Recovery of unsaved training")
struct RecoveryTests {
  private static let train = ["-c", "data digits", "-c", "train 3", "digits8"]

  private func withFolder(_ name: String, _ body: (String) throws -> Void) throws {
    let folder = "/tmp/cnnscope-\(name)-\(getpid())"
    defer {
      for file in files(in: folder) { unlink("\(folder)/cnnscope/recovery/\(file)") }
      for part in ["/cnnscope/recovery", "/cnnscope", ""] { rmdir(folder + part) }
    }
    try body(folder)
  }

  private func files(in folder: String) -> [String] {
    guard let stream = opendir("\(folder)/cnnscope/recovery") else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  @Test(
    "A signal keeps it, the next start says where, and it goes on", arguments: [SIGTERM, SIGHUP])
  func kept(number: Int32) throws {
    try withFolder("kept-\(number)") { folder in
      let more = ["XDG_STATE_HOME": folder]
      let first = try Program.explorer(Self.train, more: more)
      try first.wait("it has trained") { $0.text.contains("end of step 2") }
      first.signal(number)
      #expect(first.waitForEnd() == .status(0))
      first.expectRestored()
      #expect(first.screen.text.contains("unsaved training up to step 3"))
      let file = try #require(files(in: folder).first)

      let second = try Program.explorer(["digits8"], more: more, columns: 150)
      try second.wait("it is said") {
        $0.text.contains("unsaved training of digits8 was recovered")
      }
      second.send(":resume \(folder)/cnnscope/recovery/\(file)\r")
      try second.wait("it goes on") { $0.text.contains("step 3, 3 updates; :train continues") }
      second.send("q")
      #expect(second.waitForEnd() == .status(0))
      #expect(files(in: folder) == [file], "nothing else holds it yet")
    }
  }

  @Test("Who leaves by key and was asked finds nothing kept")
  func left() throws {
    try withFolder("left") { folder in
      let terminal = try Program.explorer(Self.train, more: ["XDG_STATE_HOME": folder])
      try terminal.wait("it has trained") { $0.text.contains("end of step 2") }
      terminal.send("qd")
      #expect(terminal.waitForEnd() == .status(0))
      #expect(files(in: folder).isEmpty)
    }
  }

  @Test("A training that was killed goes on from its checkpoint to the same file")
  func killed() throws {
    let names = ["whole", "part", "resumed"].map { "/tmp/cnnscope-\($0)-\(getpid()).safetensors" }
    defer { for name in names { unlink(name) } }
    let options = ["train", "digits8", "--data", "digits", "--epochs", "40", "--optimizer", "adam"]
    func run(_ more: [String]) throws -> PseudoTerminal {
      try PseudoTerminal(Program.path, options + more, environment: Program.environment())
    }
    #expect(try run(["--save", names[0]]).waitForEnd() == .status(0))
    let killed = try run(["--save", names[1], "--checkpoint", "3"])
    try killed.wait("there is a checkpoint") { _ in access(names[1], F_OK) == 0 }
    killed.signal(SIGKILL)
    #expect(killed.waitForEnd() == .signal(SIGKILL))
    #expect(try run(["--resume", names[1], "--save", names[2]]).waitForEnd() == .status(0))
    let same = try PseudoTerminal(
      "/usr/bin/cmp", [names[0], names[2]], environment: Program.environment())
    #expect(same.waitForEnd() == .status(0))
  }
}
