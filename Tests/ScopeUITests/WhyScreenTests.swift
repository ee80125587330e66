import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// The view that explains a score.
@Suite("Why a class, on the screen", .baselineLevel) struct WhyScreenTests {
  private func explorer(
    columns: Int = 80, rows: Int = 24, with capabilities: Capabilities = .monochrome
  ) throws -> Explorer {
    Explorer(
      try Session(network: "digits8", input: "digits:42"),
      size: Size(columns: columns, rows: rows), capabilities: capabilities)
  }

  private func screen(_ explorer: Explorer) -> String { explorer.draw().canvas.text }

  @Test("It shows prediction, score, formula, the map and the input, and the number at the cursor")
  func opening() throws {
    var explorer = try explorer()
    explorer.perform("why")
    let text = screen(explorer)
    for part in [
      "[WHY] digits:42: input gradient of input", "says 4, probability 0.1458",
      "the parameters are random", "linear2[4] = 0.43151, the score of class 4", "a = ∂s/∂x",
      "place [5,5]  part -0.05356",
    ] { #expect(text.contains(part), "\(part) in \(text)") }
    explorer.perform("left")
    #expect(screen(explorer).contains("place [5,4]  part -0.03459  input 1"))
    explorer.perform("leave")
    #expect(!screen(explorer).contains("[WHY]"))
  }

  @Test("Trained parameters are not called random, and a planted fault is refused")
  func trained() throws {
    var explorer = try explorer()
    for line in ["step", "finish", "finish", "step", "why"] { explorer.perform(line) }
    #expect(!screen(explorer).contains("parameters are random"))
    for line in ["leave", "fault conv1.forward kernel-turned", "why"] { explorer.perform(line) }
    let text = screen(explorer)
    #expect(!text.contains("[WHY]") && text.contains("a fault is planted, and why"), "\(text)")
  }

  @Test("Class and method come from the command, and change by keys")
  func choosing() throws {
    var explorer = try explorer()
    explorer.perform("why 3 integrated")
    #expect(screen(explorer).contains("the score of class 3"))
    #expect(screen(explorer).contains("residual") && screen(explorer).contains("✓"))
    explorer.perform("class next")
    #expect(screen(explorer).contains("the score of class 4"))
    explorer.perform("method next")
    #expect(screen(explorer).contains("Grad-CAM of relu1"))
    explorer.perform("random")
    #expect(screen(explorer).contains("with random parameters (seed 1)"))
    explorer.perform("method gradient")
    #expect(screen(explorer).contains("rank correlation"))
    explorer.perform("random")
    #expect(!screen(explorer).contains("random parameters"))
    explorer.perform("why conv1[0,2,3]")
    #expect(screen(explorer).contains("conv1[0,2,3] = "))
  }

  @Test("Enter opens the gradient of the score in the microscope, and it adds up")
  func gradient() throws {
    var explorer = try explorer()
    for line in ["why", "visit"] { explorer.perform(line) }
    let text = screen(explorer)
    #expect(text.contains("[MICROSCOPE] input.gradient[0,5,5] = -0.053561"), "\(text)")
    #expect(text.contains("Σ 9 products -0.05356 = -0.053561 ✓"), "\(text)")
    for _ in 0..<2 { explorer.perform("leave") }
    #expect(explorer.session.debugger.last == nil, "the session has not moved")
  }

  @Test("The addends of a score lead down to the pixels, and each number is a formula")
  func walk() throws {
    var explorer = try explorer()
    for line in ["why contribution", "down", "visit"] { explorer.perform(line) }
    #expect(screen(explorer).contains("linear1[2] = Σ of 37 addends = 0.23923, stored 0.23923 ✓"))
    for line in ["down", "visit"] { explorer.perform(line) }
    let bottom = screen(explorer)
    #expect(bottom.contains("flatten1[25] = 0.5348 ← relu1[0,4,1] = 0.5348 ←"), "\(bottom)")
    #expect(bottom.contains("conv1[0,4,1] = Σ of 10 addends"), "\(bottom)")
    for line in ["down", "visit"] { explorer.perform(line) }
    #expect(screen(explorer).contains("input[0,4,2] is an input of the network"))
    explorer.perform("formula")
    #expect(screen(explorer).contains("[MICROSCOPE] conv1[0,4,1] = 0.53476"))
    explorer.perform("leave")
    explorer.perform("higher")
    #expect(screen(explorer).contains("linear1[2] = Σ of 37 addends"))
  }

  @Test("What cannot be explained is said in a sentence")
  func mistakes() throws {
    var explorer = try explorer()
    for (line, sentence) in [
      ("why 10", "digits8 has the classes 0 to 9, and no class 10"),
      ("why conv1[0,9,9]", "there is no cell [0,9,9] in conv1, which is 1×6×6"),
      ("why conv9[0]", "there is no layer \"conv9\""),
      ("why eight", "\"eight\" is neither the number of a class nor a cell such as [3]"),
    ] {
      explorer.perform(line)
      #expect(screen(explorer).contains(sentence), "\(line)")
      #expect(!screen(explorer).contains("[WHY]"))
    }
  }

  @Test("The screens are those that were looked at")
  func golden() throws {
    var small = try explorer()
    for line in ["why 3 integrated", "random"] { small.perform(line) }
    Golden.expect(screen(small), "why-integrated")
    var wide = try explorer(columns: 120, rows: 40)
    for line in ["why occlusion", "random"] { wide.perform(line) }
    Golden.expect(screen(wide), "why-occlusion-120x40")
    var plain = try explorer(with: Capabilities(depth: .mono, glyphs: .ascii))
    for line in ["why contribution", "down", "visit"] { plain.perform(line) }
    Golden.expect(plain.draw().canvas.text, "why-contribution-ascii")
  }

  @Test("It fits on screens of any size")
  func sizes() throws {
    for (columns, rows) in [(200, 60), (120, 40), (40, 12), (1, 1), (0, 0)] {
      for capabilities in [
        Capabilities.monochrome, Capabilities(depth: .truecolor, glyphs: .full),
        Capabilities(depth: .eight, glyphs: .ascii),
      ] {
        var explorer = try explorer(columns: columns, rows: rows, with: capabilities)
        for line in ["why", "random", "method contribution", "method occlusion"] {
          explorer.perform(line)
          #expect(explorer.draw().canvas.size == Size(columns: columns, rows: rows))
        }
      }
    }
  }
}
