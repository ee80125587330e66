import CNNModel
import Differences
import Grading
import ModelFiles
import TestSupport
import Testing

/// Mistakes with one number that is found from the answer.
@Suite("One number found from an answer") struct FittedMistakeTests {
  /// Judges a linear layer with another gradient of its input.
  private func graded(
    _ answer: SmallAnswer, _ role: ArrayRole, _ array: Tensor
  ) throws -> GradedAnswer {
    try withFolder { folder in
      let path = "\(folder)/answer.npz"
      try answer.write(
        to: path, SmallAnswer.usualNames, results: answer.right.merging([role: array]) { $1 })
      return try Grader(CaseReader(answer.subject)).grade([path], name: "answer")
    }
  }

  private func linear() throws -> SmallAnswer {
    try SmallAnswer(
      "linear 5",
      [
        .input(0): SmallAnswer.numbers([2, 3], 1), .parameter(0): SmallAnswer.numbers([5, 3], 2),
        .parameter(1): SmallAnswer.numbers([5], 3),
        .outputGradient(0): SmallAnswer.numbers([2, 5], 4),
      ])
  }

  @Test("A gradient with the weight after the update is named with the rate of the update")
  func afterUpdate() throws {
    let answer = try linear()
    var stepped = answer.given
    let slope = try #require(answer.right[.parameterGradient(0)])
    stepped[.parameter(0)] = stepped[.parameter(0)].map { $0 + slope.map { -0.25 * $0 } }
    let late = answer.computation.gradients(of: stepped, outputs: answer.right)
    let graded = try graded(answer, .inputGradient(0), try #require(late[.inputGradient(0)]))
    #expect(graded.named == ["after-update"])
    #expect(
      graded.mistakes[0].sentence
        == "Your gx is what comes out when it is computed after the parameters were updated, with "
        + "the new ones instead of those of the forward pass (a step against their gradient with "
        + "the rate 0.25, which was found from your numbers).")
    let gx = try #require(graded.cases[0].arrays.first { $0.name == "gx" })
    let picture = try #require(gx.changed(by: "after-update"))
    #expect(ArrayDifference(picture, try #require(gx.theirs)).isEqual)
  }

  @Test("A factor that no rule has is said with the number that was found")
  func scaled() throws {
    let answer = try linear()
    let right = try #require(answer.right[.parameterGradient(0)])
    let graded = try graded(answer, .parameterGradient(0), right.map { $0 * 0.137 })
    #expect(graded.named == ["scaled"])
    #expect(
      graded.mistakes[0].sentence == "Your gw is what comes out when every right number is "
        + "multiplied by 0.137 (this number was found from yours).")
  }

  @Test("The right numbers with their axes exchanged are told from wrong ones")
  func transposed() throws {
    let answer = try linear()
    let right = try #require(answer.right[.inputGradient(0)])
    let other = try graded(answer, .inputGradient(0), right.transposed([1, 0]))
    #expect(other.named == ["axes-exchanged"] && !other.isRight)
    let flat = try graded(answer, .inputGradient(0), right.reshaped(to: [6]))
    #expect(flat.named == ["reshaped"])
  }

  @Test("A mistake that would make a right case wrong is not named")
  func rightCases() throws {
    let first = try linear()
    let second = try SmallAnswer(
      "linear 5", first.given.merging([.input(0): SmallAnswer.numbers([2, 3], 9)]) { $1 })
    let right = try #require(first.right[.output(0)])
    try withFolder { folder in
      let paths = [1, 2].map { "\(folder)/\($0).npz" }
      let doubled: RoleArrays = [.output(0): right.map { 0.137 * $0 }]
      try first.write(
        to: paths[0], SmallAnswer.usualNames, results: first.right.merging(doubled) { $1 })
      try second.write(to: paths[1], SmallAnswer.usualNames)
      let grader = Grader(CaseReader(first.subject))
      #expect(try grader.grade(paths, name: "").named.isEmpty)
      #expect(try grader.grade([paths[0]], name: "").named == ["scaled"])
    }
  }

  @Test("Gradients without the gradient of the output are said not to be judged")
  func withoutGradient() throws {
    let answer = try linear()
    var names = SmallAnswer.usualNames
    names[.outputGradient(0)] = nil
    try withFolder { folder in
      let path = "\(folder)/answer.npz"
      try answer.write(to: path, names)
      let graded = try Grader(CaseReader(answer.subject)).grade([path], name: "answer")
      #expect(
        graded.cases[0].notes
          == ["gb, gw, gx cannot be judged without gy, the gradient of the output."])
      #expect(SmallAnswer.verdicts(graded) == ["y": .right])
    }
  }
}
