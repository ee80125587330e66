import CNNModel
import Differences
import Foundation
import ReferenceFolder
import Testing

/// The answers of the reference data: every array is judged as it is, and mistakes are named by a
/// rule that says the truth.
@Suite(.enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct MistakeNameTests {
  private let answers: [ReferenceAnswer]
  /// By mistake, the names of our rules that say it.
  private let names: JSON

  init() throws {
    answers = try ReferenceAnswer.all()
    names = try JSON.read(
      URL(filePath: #filePath).appending(path: "../../Fixtures/AnswerNames.json").standardized
        .path())
  }

  @Test("Right arrays are right, and wrong ones are found")
  func judged() {
    #expect(answers.count > 200)
    for answer in answers {
      let judged = CaseJudgement(answer.computation, given: answer.given, theirs: answer.theirs)
      let verdicts: [ArrayJudgement.Verdict] = [.wrong, .shape, .inherited]
      let wrong = judged.arrays.filter { verdicts.contains($0.verdict) }.map(\.role)
      #expect(Set(wrong) == answer.wrong, "\(answer.id), \(answer.truth)")
      #expect(judged.arrays.filter { $0.theirs != nil }.count == answer.theirs.count)
    }
  }

  @Test("At least 97 of 100 mistakes are named")
  func named() {
    let wrong = answers.filter { !$0.wrong.isEmpty }
    let unnamed = wrong.filter { !isNamed($0) }
    #expect(
      100 * unnamed.count <= 3 * wrong.count,
      "\(unnamed.map { "\($0.id) \($0.truth)" }.joined(separator: ", "))")
  }

  private func isNamed(_ answer: ReferenceAnswer) -> Bool {
    let judged = CaseJudgement(answer.computation, given: answer.given, theirs: answer.theirs)
    let changes = answer.computation.changes(for: answer.given)
    let found = Diagnosis([judged.searchCase(changes)], order: answer.computation.roles)
    let accepted = ([answer.truth] + answer.same).flatMap { mistake in
      (names[mistake]?.elements ?? []).compactMap(\.string)
    }
    guard found.isComplete, found.mistakes.count == 1, let mistake = found.mistakes.first else {
      return false
    }
    for explanation in mistake.explanations {
      gives(explanation.name, changes, mistake.roles, judged, answer)
    }
    return mistake.explanations.contains { accepted.contains($0.name) }
  }

  /// What is named gives the arrays, each within rounding.
  private func gives(
    _ name: String, _ changes: [ChangedComputation], _ roles: [ArrayRole],
    _ judged: CaseJudgement, _ answer: ReferenceAnswer
  ) {
    let change = changes.first { $0.name == name }
    for role in roles {
      guard let theirs = answer.theirs[role] else { continue }
      let arrays = change?.results[role]?.arrays().filter { $0.shape == theirs.shape } ?? []
      #expect(
        arrays.contains { ArrayDifference(theirs, $0).isEqual }, "\(answer.id) named \(name)")
    }
  }
}
