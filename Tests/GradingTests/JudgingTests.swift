import CNNModel
import Differences
import Grading
import ModelFiles
import TestSupport
import Testing

@Suite("Judging answers") struct JudgingTests {
  @Test("A turned kernel in the backward pass is found, with its first wrong cell, and named")
  func turnedKernel() throws {
    let answer = try SmallAnswer.convolution()
    let turned = try wrong(answer, "kernel-turned", .inputGradient(0))
    try withFolder { folder in
      let path = "\(folder)/answer.npz"
      try answer.write(
        to: path, SmallAnswer.usualNames, results: answer.right.merging(turned) { $1 })
      let graded = try Grader(CaseReader(answer.subject)).grade([path], name: "answer")
      #expect(
        SmallAnswer.verdicts(graded) == ["y": .right, "gx": .wrong, "gw": .right, "gb": .right])
      #expect(graded.named.contains("kernel-turned"))
      let gx = try #require(graded.cases[0].arrays.first { $0.name == "gx" })
      let first = try #require(gx.first)
      #expect(gx.ours[first] != gx.theirs?[first])
      #expect(
        gx.definition(of: first).map { Float($0.value) }.map { abs($0 - gx.ours[first]) < 1e-5 }
          == true)
      let named = try #require(gx.alternatives.first)
      #expect(named.isEqual && named.sentence("gx").hasPrefix("Your gx is what comes out when "))
      #expect(gx.changed(by: "kernel-turned") == turned[.inputGradient(0)])
      #expect(graded.score.right == 3 && graded.score.of == 4)
    }
  }

  /// What a changed rule gives for one array.
  private func wrong(
    _ answer: SmallAnswer, _ rule: String, _ role: ArrayRole
  ) throws -> RoleArrays {
    let change = try #require(
      answer.computation.changes(for: answer.given).first { $0.name == rule })
    return [role: try #require(change.results[role]?.arrays().first)]
  }

  @Test("Random numbers are wrong, and no mistake is named for them")
  func unexplained() throws {
    let answer = try SmallAnswer.convolution()
    let other = answer.right.merging([.inputGradient(0): SmallAnswer.numbers([2, 2, 5, 6], 9)]) {
      $1
    }
    try withFolder { folder in
      let path = "\(folder)/answer.npz"
      try answer.write(to: path, SmallAnswer.usualNames, results: other)
      let graded = try Grader(CaseReader(answer.subject)).grade([path], name: "answer")
      #expect(!graded.isRight && graded.named.isEmpty && graded.mistakes.isEmpty)
      #expect(!graded.cases[0].arrays.contains { $0.alternatives.contains(where: \.isEqual) })
    }
  }

  @Test(
    "A gradient that follows from a wrong output is told apart from one that is wrong by itself")
  func inherited() throws {
    let given: RoleArrays = [
      .input(0): SmallAnswer.numbers([2, 3], 1),
      .outputGradient(0): SmallAnswer.numbers([2, 3], 2),
    ]
    let answer = try SmallAnswer("sigmoid", given)
    var results = answer.right
    results[.output(0)] = answer.right[.output(0)]?.map { $0 * 0.5 }
    results[.inputGradient(0)] =
      answer.computation.gradients(of: given, outputs: results)[.inputGradient(0)]
    try withFolder { folder in
      let path = "\(folder)/answer.npz"
      try answer.write(to: path, SmallAnswer.usualNames, results: results)
      let graded = try Grader(CaseReader(answer.subject)).grade([path], name: "answer")
      #expect(SmallAnswer.verdicts(graded) == ["y": .wrong, "gx": .inherited])
    }
  }

  @Test("No number is wrong, a missing array is not, and another shape is said")
  func oddities() throws {
    let answer = try SmallAnswer.convolution()
    var results = answer.right
    results[.output(0)]?[3] = .nan
    results[.parameterGradient(0)] = results[.parameterGradient(0)]?.reshaped(to: [3, 12])
    results[.parameterGradient(1)] = nil
    try withFolder { folder in
      let path = "\(folder)/answer.npz"
      try answer.write(to: path, SmallAnswer.usualNames, results: results)
      let graded = try Grader(CaseReader(answer.subject)).grade([path], name: "answer")
      #expect(
        SmallAnswer.verdicts(graded) == ["y": .wrong, "gx": .right, "gw": .shape, "gb": .missing])
      #expect(graded.cases[0].arrays[0].first == [0, 0, 0, 3])
    }
  }

  @Test("A tolerance is a share of the largest number and a number besides")
  func tolerance() throws {
    #expect(Tolerance("1e-3,0.5") == Tolerance(relative: 1e-3, absolute: 0.5))
    #expect(Tolerance("1e-3") == nil && Tolerance("-1,0") == nil && Tolerance("a,b") == nil)
    let answer = try SmallAnswer.convolution()
    var results = answer.right
    results[.output(0)] = results[.output(0)]?.map { $0 + 0.01 }
    try withFolder { folder in
      let path = "\(folder)/answer.npz"
      try answer.write(to: path, SmallAnswer.usualNames, results: results)
      let reader = CaseReader(answer.subject)
      #expect(try !Grader(reader).grade([path], name: "").isRight)
      let wide = Tolerance(relative: 0, absolute: 0.02)
      #expect(try Grader(reader, tolerance: wide).grade([path], name: "").isRight)
    }
  }
}
