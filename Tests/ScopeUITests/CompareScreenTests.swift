import CNNModel
import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// The view of a network beside somebody else's activations.
@Suite("Comparison on the screen", .baselineLevel) struct CompareScreenTests {
  private func explorer() throws -> Explorer {
    Explorer(
      try Session(network: "digits8", input: "digits:42"), size: Size(columns: 80, rows: 24),
      capabilities: .monochrome)
  }

  private func screen(_ explorer: Explorer) -> String { explorer.draw().canvas.text }

  /// A reference that has 1 in every cell of one layer.
  private func write(_ path: String, _ network: Network) throws {
    let node = try #require(network.nodes.indices.first { network.nodes[$0].name == "conv1" })
    let ones = Tensor(shape: network.outputShapes(of: node)[0], repeating: 1)
    try NpzFile.write([NamedArray("conv1", NumericArray(ones))], to: path)
  }

  @Test("It is made by another thread, then shows the rows, the verdict and, with Enter, the maps")
  func opening() throws {
    try withFolder { folder in
      var explorer = try explorer()
      let path = "\(folder)/acts.npz"
      try write(path, explorer.session.network)
      explorer.perform("compare \(path)")
      #expect(screen(explorer).contains("[COMPARE]"))
      #expect(explorer.isPlaying)
      explorer.workToTheEnd()
      let text = screen(explorer)
      for part in [
        "[COMPARE] 1 of", "conv1", "the difference is born at conv1",
        "every number of the reference's conv1",
      ] { #expect(text.contains(part), "\(part) in \(text)") }
      explorer.perform("visit")
      let maps = screen(explorer)
      #expect(maps.contains("conv1 on the reference's inputs, channel 0 of"), "\(maps)")
      #expect(maps.contains("reference 1.00000, difference"), "\(maps)")
      for _ in 0..<2 { explorer.perform("leave") }
      #expect(!screen(explorer).contains("[COMPARE]"))
    }
  }

  @Test("A file that is no reference is said in a sentence")
  func mistakes() throws {
    try withFolder { folder in
      var explorer = try explorer()
      explorer.perform("compare \(folder)/none.npz")
      // A long folder divides the sentence elsewhere.
      let sentence = screen(explorer).replacing("\n", with: "")
      #expect(sentence.contains("there is no such"))
      #expect(!screen(explorer).contains("[COMPARE]"))
      try NpzFile.write([], to: "\(folder)/empty.npz")
      explorer.perform("compare \(folder)/empty.npz")
      explorer.workToTheEnd()
      #expect(screen(explorer).contains("so there is nothing to compare"))
    }
  }
}
