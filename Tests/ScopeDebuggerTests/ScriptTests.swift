import ScopeDebugger
import TestSupport
import Testing

@Suite("Scripts", .baselineLevel)
struct ScriptTests {
  @Test("Lines are read as what they say")
  func lines() throws {
    let script = try Script(
      """
      # a comment

      step 3
      keys "s <Enter>"
      type "adam"
      resize 120x40
      snapshot after
      expect MAPS
      expect loss = 2.3 ± 0.05
      expect conv1.shape = 6x28x28
      """, file: "a.scope")
    #expect(script.lines.map(\.number) == [3, 4, 5, 6, 7, 8, 9, 10])
    #expect(
      script.lines.map(\.action) == [
        .command("step 3"), .keys("s <Enter>"), .type("adam"), .resize(columns: 120, rows: 40),
        .snapshot("after"), .expect(.text("MAPS")),
        .expect(.number(query: "loss", value: 2.3, tolerance: 0.05)),
        .expect(.words(query: "conv1.shape", value: "6×28×28")),
      ])
  }

  @Test(
    "Mistakes name file and line",
    arguments: [
      ("step\nkeys s", "a.scope:2: keys needs its text in quotation marks, as in keys \"s s\""),
      ("resize 80", "a.scope:1: resize needs columns x rows, as in resize 80x24, not \"80\""),
      ("expect", "a.scope:1: expect needs a text or a value"),
    ])
  func mistakes(_ text: String, _ sentence: String) {
    #expect(throws: UserError(sentence)) { try Script(text, file: "a.scope") }
  }
}
