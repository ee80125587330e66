import CNNModel
import Differences
import Grading
import ModelFiles

extension GradedAnswer {
  /// The members of the document of `--json`.
  var json: [(name: String, value: JSONText)] {
    let (right, all) = score
    return [
      ("verdict", .string(isRight ? "right" : "wrong")), ("task", .string(task)),
      ("right", .integer(right)), ("of", .integer(all)),
      ("cases", .array(cases.map(\.json))),
      ("named", .array(named.map(JSONText.string))),
    ] + (guilty.map { [("guilty", .array($0.map(JSONText.string)))] } ?? [])
      + (failures.isEmpty ? [] : [("failures", .array(failures.map(JSONText.string)))])
  }
}

extension GradedCase {
  fileprivate var json: JSONText {
    .object([
      ("file", .string(file.harmless)), ("layout", .string(layout.rawValue)),
      ("notes", .array(notes.map(JSONText.string))), ("arrays", .array(arrays.map(\.json))),
    ])
  }
}

extension GradedArray {
  fileprivate var json: JSONText {
    .object([
      ("role", .string(name)), ("member", member.map(JSONText.string) ?? .null),
      ("verdict", .string(verdict.rawValue)),
      ("error", difference.map { .number($0.relative) } ?? .null),
      ("first", firstJSON ?? .null),
      ("alternatives", .array(alternatives.map { $0.json(name) })),
    ])
  }

  private var firstJSON: JSONText? {
    guard verdict != .right, let first, let theirs else { return nil }
    return .object([
      ("cell", .array(first.indices.map(JSONText.integer))), ("theirs", .number(theirs[first])),
      ("ours", .number(ours[first])),
    ])
  }
}

extension GradedAlternative {
  fileprivate func json(_ array: String) -> JSONText {
    .object([
      ("name", .string(name)), ("sentence", .string(sentence(array))), ("hint", .string(hint)),
      ("equal", .bool(isEqual)), ("explains", .number(explains)),
    ])
  }
}

/// The results of one answer as the autograder of Gradescope reads them (`results.json`).
///
/// Every array is a test with as many points as there are cases.
struct GradescopeResults {
  private let answer: GradedAnswer
  private let showsHints: Bool

  init(_ answer: GradedAnswer, showsHints: Bool) {
    (self.answer, self.showsHints) = (answer, showsHints)
  }

  var json: JSONText {
    let tests = answer.arrayNames.map(test) + answer.failures.map(failure)
    return .object([
      ("output", .string(answer.isRight ? "Everything is right." : "See the arrays below.")),
      ("visibility", .string("visible")), ("tests", .array(tests)),
    ])
  }

  private func test(_ name: String) -> JSONText {
    let arrays = answer.arrays(named: name).map(\.array)
    let right = arrays.count { $0.verdict == .right }
    return .object([
      ("name", .string(name)), ("score", .integer(right)), ("max_score", .integer(arrays.count)),
      ("status", .string(right == arrays.count ? "passed" : "failed")),
      ("output", .string(output(name, arrays))), ("visibility", .string("visible")),
    ])
  }

  private func output(_ name: String, _ arrays: [GradedArray]) -> String {
    guard let wrong = arrays.first(where: { $0.verdict != .right }) else { return "right" }
    switch wrong.verdict {
    case .missing: return "\(name) was not handed in."
    case .inherited: return "\(name) is wrong only because of another wrong array of yours."
    default:
      return MistakeText(wrong, showsHints: showsHints).lines.joined(separator: "\n")
    }
  }

  private func failure(_ sentence: String) -> JSONText {
    .object([
      ("name", .string("files")), ("score", .integer(0)), ("max_score", .integer(1)),
      ("status", .string("failed")), ("output", .string(sentence)),
      ("visibility", .string("visible")),
    ])
  }
}
