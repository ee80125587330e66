import CNNModel
import Differences
import Grading
import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// The view of answers that are judged.
@Suite("Grading on the screen", .baselineLevel) struct GradeScreenTests {
  private func explorer(columns: Int = 80, rows: Int = 24) throws -> Explorer {
    let session = try Session(
      try NetworkLibrary.open("digits8"), input: "digits:42", seed: 3, data: "digits")
    return Explorer(
      session, size: Size(columns: columns, rows: rows), capabilities: .monochrome)
  }

  /// A task with an answer whose slope is left out.
  private func deal(to folder: String) throws {
    _ = try TaskDealer(GradedSubject("relu"), mode: .evaluation, cases: 1, seed: 0)
      .deal(to: folder)
    let one = try DealtTask(folder: folder).cases[0]
    let right = one.computation.results(of: one.given)
    let arrays = [("y", right[.output(0)]), ("gx", one.given[.outputGradient(0)])]
    try NpzFile.write(
      arrays.compactMap { name, tensor in tensor.map { NamedArray(name, NumericArray($0)) } },
      to: "\(folder)/answer-1.npz")
  }

  @Test("The wrong array is selected, with its numbers and the mistake, which can be switched on")
  func mistake() throws {
    try withFolder { folder in
      try deal(to: folder)
      var explorer = try explorer()
      explorer.perform("grade \(folder)")
      let first = explorer.draw().canvas.text
      for text in ["[GRADE]", "1 y  ✓ right", "1 gx  ✗ wrong", "right 2×3×", "yours 2×3×"] {
        #expect(first.contains(text), "\(text)\n\(first)")
      }
      #expect(first.contains("Your gx is what comes out when"))
      explorer.perform("alternative")
      #expect(explorer.draw().canvas.text.contains("mistake 2×3×"))
      explorer.perform("visit")
      explorer.perform("visit")
      #expect(explorer.draw().canvas.text.contains("gx[0,"))
    }
  }

  @Test("It fits on screens of any size")
  func sizes() throws {
    try withFolder { folder in
      try deal(to: folder)
      for (columns, rows) in [(200, 60), (40, 12), (1, 1), (0, 0)] {
        var explorer = try explorer(columns: columns, rows: rows)
        explorer.perform("grade \(folder)")
        #expect(explorer.draw().canvas.size == Size(columns: columns, rows: rows))
      }
    }
  }
}
