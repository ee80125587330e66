import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Completion of file names", .baselineLevel) struct PathCompletionTests {
  @Test("A name with a blank is completed in quotation marks and with a backslash")
  func blanks() throws {
    try withFolder { folder in
      try FileContent.write(
        Array("input 1x8x8\nflatten\nlinear 10\n".utf8), to: "\(folder)/a net.cnn")
      for (typed, expected) in [
        ("open \"\(folder)/a", "\(folder)/a net.cnn\""), ("open '\(folder)/a", "a net.cnn'"),
        ("open \(folder)/a", "a\\ net.cnn"), ("weights \"\(folder)/a n", "a net.cnn\""),
        ("export '\(folder)/a ", "a net.cnn'"),
      ] {
        var player = try player(columns: 200)
        let screen = try player.screen(after: "keys \":\"", "paste \"\(typed)\"", "keys \"<Tab>\"")
        let line = screen.line(23)
        #expect(line.contains(expected), "\(typed): \(line)")
        guard typed.hasPrefix("open") else { continue }
        _ = try player.screen(after: "keys \"<Enter>\"")
        #expect(player.explorer.session.network.title == "a net", "\(typed)")
      }
    }
  }
}
