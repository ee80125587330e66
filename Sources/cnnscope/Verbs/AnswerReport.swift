import ModelFiles
import NumberText
import ScopeDebugger

/// How somebody answered the questions of a lesson.
struct AnswerReport {
  /// One question, with what was answered.
  struct Row: Hashable {
    let stop: String
    let question: String
    let typed: [String]
    /// Whether the last answer is right, and the reader's own.
    let isRight: Bool
    /// Whether the answer was told before a right one came.
    let isTold: Bool

    /// How many answers there were.
    var tries: Int { typed.count }

    /// `right`, `told`, `wrong` or `open`.
    var mark: String { isRight ? "right" : isTold ? "told" : tries > 0 ? "wrong" : "open" }
  }

  private let lesson: String
  private let rows: [Row]

  /// - Parameters:
  ///   - lesson: all questions, in order.
  ///   - attempts: the answers, in the order in which they were given.
  init(_ lesson: Lesson, _ attempts: [LessonReader.Attempt]) {
    self.lesson = lesson.title
    rows = lesson.stops.flatMap { stop in
      stop.pages.flatMap(\.lines).compactMap { line -> Row? in
        guard let question = Self.question(of: line) else { return nil }
        let own = attempts.filter { $0.stop == stop.heading && $0.question == question }
        return Row(
          stop: stop.heading, question: question,
          typed: own.map(\.typed).filter { !$0.isEmpty }, isRight: own.last?.isRight ?? false,
          isTold: own.contains(where: \.isTold))
      }
    }
  }

  /// What a line asks the reader, a fault to be found included; `nil` where it asks nothing.
  private static func question(of line: Lesson.Line) -> String? {
    switch line.action {
    case .question(let question): question.text
    case .search: LessonReader.search
    default: nil
    }
  }

  private var right: Int { rows.count(where: \.isRight) }
  private var rightAtOnce: Int { rows.count { $0.isRight && $0.tries == 1 } }
  private var told: Int { rows.count { $0.mark == "told" } }
  private var open: Int { rows.count { $0.mark == "open" } }

  /// The share of all questions that were answered rightly in the end.
  private var score: Float { rows.isEmpty ? 0 : Float(right) / Float(rows.count) }

  var text: String {
    var table = TextTable([
      ("", .left), ("stop", .left), ("question", .left), ("answers", .left),
    ])
    for row in rows {
      table.add([row.mark, row.stop, row.question, row.typed.joined(separator: ", ")])
    }
    let percent = Decimals.shortest((score * 1000).rounded() / 10)
    return table.text
      + "\n\(right) of \(rows.count) right (\(percent) %), \(rightAtOnce) at the first try, "
      + (told > 0 ? "\(told) told, " : "") + "\(open) not answered"
  }

  var json: JSONText {
    .object([
      ("lesson", .string(lesson)), ("right", .integer(right)), ("questions", .integer(rows.count)),
      ("first_try", .integer(rightAtOnce)), ("score", .number(score)),
      (
        "answers",
        .array(
          rows.map { row in
            .object([
              ("stop", .string(row.stop)), ("question", .string(row.question)),
              ("typed", .array(row.typed.map(JSONText.string))),
              ("right", .bool(row.isRight)), ("told", .bool(row.isTold)),
              ("tries", .integer(row.tries)),
            ])
          })
      ),
    ])
  }

  /// A row a question: `stop,question,right,tries,answers,told`.
  var csv: String {
    let lines = rows.map { row in
      [
        row.stop, row.question, row.isRight ? "1" : "0", "\(row.tries)",
        row.typed.joined(separator: " | "), row.isTold ? "1" : "0",
      ].map(Self.quoted).joined(separator: ",")
    }
    return (["stop,question,right,tries,answers,told"] + lines).joined(separator: "\n")
  }

  private static func quoted(_ field: String) -> String {
    field.contains { ",\"\n\r".contains($0) } ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
  }
}
