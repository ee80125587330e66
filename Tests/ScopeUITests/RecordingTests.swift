import Glibc
import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Recordings, and the line that shows a view again", .baselineLevel)
struct RecordingTests {
  /// Lives through events as the loop does: some work, not all, between one and the next.
  private func live(_ explorer: inout Explorer, _ events: [Event], work: Int) {
    for event in events {
      _ = explorer.handle(event)
      for _ in 0..<work where explorer.isRunning { explorer.work() }
      if explorer.isPlaying { _ = explorer.handle(.tick) }
    }
  }

  private func keys(_ text: String) throws -> [Event] {
    try Key.keys(in: text).map { .key($0) }
  }

  @Test(
    "A replay gives the same screen, also where runs were interrupted",
    arguments: [
      "s s s <Tab> j j l <Enter> . . <Space> q", "f j j a d w ] ] v + P <Right> <Down>",
      ": t r a i n <Space> 3 <Enter> j j <C-c> k s S", "u t <Tab> j <C-c> { }",
      ": g o <Space> c o n v 1 [ 0 , 4 , 5 ] <Enter> f <Enter> . . <Space> . ,",
    ], [1, 3, 1000])
  func replay(_ text: String, work: Int) throws {
    var explorer = try player("digits8").explorer
    try live(&explorer, keys(text), work: work)
    let path = "/tmp/cnnscope-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).scope"
    defer { unlink(path) }
    explorer.workToTheEnd()
    try live(&explorer, keys(":") + [.paste("record \(path)"), .key(.enter)], work: work)
    let script = String(decoding: try FileContent.read(path), as: UTF8.self)
    var again = try player("digits8")
    try again.play(try Script(script, file: path))
    // The news of the recording is not part of it.
    _ = explorer.perform("set palette")
    let screen = try again.screen(after: "set palette").text
    let isSame = again.explorer.session.debugger.moment == explorer.session.debugger.moment
    #expect(isSame, "\(script)")
    #expect(screen == explorer.draw().canvas.text, "\(script)")
  }

  @Test("The script is readable: neighbors share a line, and recording is not in it")
  func lines() throws {
    let path = "/tmp/cnnscope-\(getpid())-lines.scope"
    defer { unlink(path) }
    var explorer = try player("digits8").explorer
    explorer.invocation = Invocation(["cnnscope", "digits8"], seed: 0)
    try live(&explorer, keys("s s : r u n <Enter> <Tab>"), work: 1000)
    _ = explorer.handle(.resize(Size(columns: 100, rows: 30)))
    _ = explorer.perform("record \(path)")
    try live(&explorer, keys("j"), work: 1000)
    _ = explorer.perform("record")
    let script = String(decoding: try FileContent.read(path), as: UTF8.self)
    #expect(
      script == """
        # cnnscope play \(path) digits8
        resize 80x24
        keys "s s :"
        type "run"
        keys "<Enter> <Tab>"
        resize 100x30
        keys "j"

        """)
  }

  @Test("A disk that is full is said, and nothing else is lost")
  func fullDisk() throws {
    var explorer = try player("digits8", columns: 120).explorer
    _ = explorer.perform("record /dev/full")
    #expect(explorer.draw().canvas.text.contains("/dev/full: not written"))
  }

  @Test(
    "The copied line leads to the same moment and the same view",
    arguments: [
      "", "step 4\nshow activation", "run 3\nstep 2\ngo conv1[0,2,3]\nscale map",
      "step 32\nopen conv1[0,1,1]",
      "data digits\nbatch 4\nrun 2\noptimizer adam lr 0.01\nrun 2\nback 1",
      "run 2\nlabel 5\nrun 1\nstep 3\npane maps\nscale network",
    ])
  func commandLine(script: String) throws {
    var player = try player("digits8", columns: 120)
    _ = try player.screen(after: script)
    var first = player.explorer
    var second = try ScopeUITests.player("digits8", columns: 120).explorer
    guard case .copy(let line)? = first.perform("copy").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(line.hasPrefix("cnnscope digits8 digits:42"))
    second.start(with: commands(of: line))
    second.workToTheEnd()
    let isSame = second.session.debugger.moment == first.session.debugger.moment
    #expect(isSame, "\(line)")
    _ = (first.perform("redraw"), second.perform("redraw"))
    _ = (first.perform("set palette"), second.perform("set palette"))
    #expect(second.draw().canvas.text == first.draw().canvas.text, "\(line)")
  }

  /// The arguments of `-c`, without the quotes of the shell.
  private func commands(of line: String) -> [String] {
    line.split(separator: " -c ").dropFirst().map {
      $0.hasPrefix("'") ? String($0.dropFirst().dropLast()) : String($0)
    }
  }
}
