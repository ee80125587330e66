import Differences
import Grading
import ModelFiles
import NumberText

/// The answers of a class: a row for each student.
struct GradeTable {
  private let answers: [GradedAnswer]

  init(_ answers: [GradedAnswer]) { self.answers = answers }

  private static let barWidth = 10

  func text(showsHints: Bool) -> String {
    var table = TextTable([
      ("student", .left), ("right", .right), ("", .left), ("wrong", .left), ("mistake", .left),
    ])
    for answer in answers {
      let (right, all) = answer.score
      table.add([
        String(answer.name.prefix(20)), "\(right)/\(all)", Self.bar(answer.share),
        Self.wrong(answer), showsHints ? "" : Self.mistake(answer),
      ])
    }
    return [table.text, conclusion, failures, showsHints ? "" : summary]
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var conclusion: String {
    let right = answers.filter(\.isRight)
    let incomplete = right.count { !$0.missing.isEmpty }
    return "\(right.count) of \(answers.count) answers are right"
      + (incomplete == 0 ? "." : ", \(incomplete) of these with arrays missing.")
  }

  /// Why answers could not be judged, the first sentence of each.
  private var failures: String {
    let failed = answers.filter { !$0.failures.isEmpty }
    let lines = failed.prefix(Self.mostFailures).flatMap {
      AnswerText.wrapped("\($0.name): \($0.failures[0])")
    }
    let rest = failed.count - Self.mostFailures
    return (lines + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
  }

  private static let mostFailures = 8

  private static func bar(_ share: Double) -> String {
    let filled = Int((share * Double(barWidth)).rounded(.down))
    return String(repeating: "█", count: filled)
      + String(repeating: "░", count: barWidth - filled)
  }

  /// The arrays that are wrong by themselves; of a network the layers.
  private static func wrong(_ answer: GradedAnswer) -> String {
    if let guilty = answer.guilty, !guilty.isEmpty { return guilty.joined(separator: " ") }
    return answer.arrayNames.filter { name in
      answer.arrays(named: name).contains { $0.array.isWrong }
    }.joined(separator: " ")
  }

  private static func mistake(_ answer: GradedAnswer) -> String {
    if answer.isRight { return answer.missing.isEmpty ? "" : "arrays are missing" }
    if let first = answer.named.first {
      return answer.named.count == 1 ? first : "\(first) or \(answer.named.count - 1) more"
    }
    let isJudged = answer.cases.contains { one in
      one.arrays.contains { $0.verdict != .missing }
    }
    if !answer.failures.isEmpty, !isJudged { return "not judged" }
    return answer.cases.allSatisfy(\.isRight) ? "a case is missing" : "not known"
  }

  /// Which mistake was made how often, and by whom.
  private var summary: String {
    var students: [(mistake: String, names: [String])] = []
    for answer in answers {
      guard let mistake = answer.named.first else { continue }
      if let index = students.firstIndex(where: { $0.mistake == mistake }) {
        students[index].names.append(answer.name)
      } else {
        students.append((mistake, [answer.name]))
      }
    }
    guard !students.isEmpty else { return "" }
    var table = TextTable([("mistake", .left), ("made", .right), ("by", .left)])
    for (mistake, names) in students.sorted(by: { $0.names.count > $1.names.count }) {
      let rest = names.count - Self.mostNames
      let shown = names.prefix(Self.mostNames).joined(separator: ", ")
      table.add([mistake, "\(names.count)", shown + (rest > 0 ? " and \(rest) more" : "")])
    }
    return table.text
  }

  private static let mostNames = 4

  /// A row for each student: name, verdict, score, the verdicts of the arrays by case, mistakes.
  var csv: String {
    var names: [String] = []
    for answer in answers {
      for name in answer.arrayNames where !names.contains(name) { names.append(name) }
    }
    let head =
      ["student", "verdict", "right", "of", "share"] + names + ["guilty", "mistakes", "failures"]
    return ([head] + answers.map { row($0, names) }).map(Self.line).joined(separator: "\n") + "\n"
  }

  private func row(_ answer: GradedAnswer, _ names: [String]) -> [String] {
    let (right, all) = answer.score
    let verdicts = names.map { name in
      answer.arrays(named: name).map(\.array.verdict.rawValue).joined(separator: " ")
    }
    return [
      answer.name, answer.isRight ? "right" : "wrong", "\(right)", "\(all)",
      Decimals.shortest(Float(answer.share)),
    ] + verdicts + [
      (answer.guilty ?? []).joined(separator: " "), answer.named.joined(separator: " "),
      answer.failures.joined(separator: "; "),
    ]
  }

  /// The cells of a row (RFC 4180).
  private static func line(_ cells: [String]) -> String {
    cells.map { cell in
      cell.contains(where: { ",\"\n\r".contains($0) })
        ? "\""
          + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
          + "\""
        : cell
    }.joined(separator: ",")
  }
}
