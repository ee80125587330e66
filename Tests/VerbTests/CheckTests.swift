import Foundation
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// `cnnscope check`.
@Suite("Gradient checks from the command line", .baselineLevel) struct CheckTests {
  private func run(_ text: String, _ options: [String] = []) throws -> Program.Run {
    try withFolder { folder in
      let path = "\(folder)/net.cnn"
      try Data(text.utf8).write(to: URL(filePath: path))
      return try Program.run(["check", path, "digits:42"] + options)
    }
  }

  @Test("Says how many of how many were checked, in both modes", arguments: ["eval", "train"])
  func sampled(_ mode: String) throws {
    let text = "input 1x8x8\nconv 3 3x3\nbatchnorm\ntanh\nflatten\nlinear 10"
    let run = try run(text, ["--limit", "5", "--mode", mode])
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains(" 5 of 27 ") && run.output.contains(" 3 of 3 "))
    #expect(run.output.contains(mode == "eval" ? "evaluation mode" : "training mode"))
  }

  @Test("A network without parameters is checked by its input")
  func withoutParameters() throws {
    let run = try run("input 1x8x8\navgpool 2\ntanh\nflatten")
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains("input") && run.output.contains("12 of 64"))
  }

  @Test("As JSON")
  func json() throws {
    let run = try run("input 1x8x8\nflatten\nlinear 10", ["--json", "--limit", "4"])
    let document = try JSONDecoder().decode(JSON.self, from: Data(run.output.utf8))
    #expect(document["agrees"]?.bool == true && document["mode"]?.string == "eval")
    let first = try #require(document["gradients"]?.elements.first)
    #expect(first["layer"]?.string == "linear1" && first["parameter"]?.string == "weight")
    #expect(first["checked"]?.double == 4 && first["total"]?.double == 640)
  }

  @Test("A limit below 1 is refused")
  func limit() throws {
    let run = try Program.run("check digits8 --limit 0")
    #expect(run.status == 64)
    #expect(run.error.contains("--limit takes a number of at least 1, not 0"))
  }

  @Test(
    "Gradients of 1e-7 are no false alarm",
    .enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
  func tinyGradients() throws {
    let folder = ReferenceFolder.path("reports/check-tiny-gradients")
    let run = try Program.run("check \(folder)/model.onnx \(folder)/input.npy")
    #expect(run.status == 0, "\(run.output)\(run.error)")
  }
}
