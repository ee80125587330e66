import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

/// `cnnscope grade`, as a teacher uses it.
@Suite("Grading from the command line", .baselineLevel) struct GradeVerbTests {
  /// Deals a task, and computes its cases with `cnnscope layer`.
  private func deal(_ spec: String, in folder: String, wrongBy factor: Float = 1) throws {
    let dealt = try Program.run(["grade", "--deal", spec, "--out", folder, "--cases", "2"])
    #expect(dealt.status == 0, "\(dealt.error)")
    for index in [1, 2] {
      let given = "\(folder)/case-\(index).npz"
      let run = try Program.run([
        "layer", spec, "--input", "\(given):x", "--weight", "\(given):weight", "--bias",
        "\(given):bias", "--gradient", "\(given):gy", "--out", "\(folder)/answer-\(index).npz",
      ])
      #expect(run.status == 0, "\(run.error)")
      guard factor != 1 else { continue }
      let arrays = try ArrayFile.readAll("\(folder)/answer-\(index).npz").map { named in
        named.name == "gw"
          ? NamedArray("gw", NumericArray(named.array.tensor.map { $0 * factor })) : named
      }
      try NpzFile.write(arrays, to: "\(folder)/answer-\(index).npz")
    }
  }

  @Test("A right answer ends with status 0, and its JSON has the members of the contract")
  func right() throws {
    try withFolder { folder in
      try deal("conv 2 3x2 stride 2", in: folder)
      let run = try Program.run(["grade", folder])
      #expect(run.status == 0 && run.error == "")
      #expect(run.output.contains("✓ right") && run.output.contains("8 of 8 arrays are right."))
      let json = try Program.run(["grade", folder, "--json"]).output
      for member in [
        "\"verdict\": \"right\"", "\"role\": \"gx\"", "\"member\": \"gx\"", "\"layout\": \"nchw\"",
        "\"first\": null", "\"alternatives\": []", "\"named\": []",
      ] { #expect(json.contains(member), "\(member)") }
    }
  }

  @Test("A wrong answer ends with status 1, with the cell, the numbers, and points for each array")
  func wrong() throws {
    try withFolder { folder in
      try deal("conv 2 3x2 stride 2", in: folder, wrongBy: 0.75)
      let run = try Program.run([
        "grade", folder, "--csv", "\(folder)/marks.csv", "--gradescope", "\(folder)/results.json",
      ])
      #expect(run.status == 1)
      for text in [
        "✗ wrong", "gw[0,0,0,0] of case 1: yours ", "6 of 8 arrays are right, 2 are wrong.",
      ] {
        #expect(run.output.contains(text), "\(text)")
      }
      let widths = run.output.split(separator: "\n").map(\.count)
      #expect(widths.allSatisfy { $0 <= 80 }, "\(widths)")
      let marks = try TextFile.read("\(folder)/marks.csv").split(separator: "\n")
      #expect(marks[0] == "student,verdict,right,of,share,y,gx,gw,gb,guilty,mistakes,failures")
      #expect(marks[1].contains(",wrong,6,8,0.75,right right,right right,wrong wrong,right right,"))
      let results = try TextFile.read("\(folder)/results.json")
      #expect(results.contains("\"name\": \"gw\"") && results.contains("\"max_score\": 2"))
      let hints = try Program.run(["grade", folder, "--hints"]).output
      #expect(!hints.contains("comes out when"))
    }
  }

  @Test("What cannot be graded is refused in one sentence")
  func refused() throws {
    try withFolder { (folder: String) throws in
      func error(_ arguments: [String]) throws -> String {
        let run = try Program.run(["grade"] + arguments)
        #expect(run.status != 0)
        return run.error.replacing(folder, with: "F")
      }
      #expect(try error(["F/nothing"]) == "F/nothing: there is no such file or folder\n")
      #expect(
        try error(["relu"]) == "relu: a file with inputs and results is expected after it\n")
      #expect(
        try error([folder]).contains(
          "a folder with task.json is expected, as cnnscope grade --deal"))
      #expect(try error(["--deal", "relu"]).contains("--deal needs --out"))
      #expect(
        try error(["relu", "x.npz", "--tolerance", "1"]).contains("--tolerance takes two numbers"))
      #expect(
        try error(["--deal", "gather", "--out", "\(folder)/hw"]).contains(
          "takes no input of usual shapes"))
      #expect(try Program.run(["grade", "--deal", "relu", "--out", "\(folder)/hw"]).status == 0)
      #expect(try error(["\(folder)/hw"]).contains("an answer such as answer-1.npz"))
    }
  }
}
