import ScopeDebugger
import TerminalKit

/// The commands of lessons.
extension LessonView {
  static let commands: [Command<Explorer>] = [
    Command(
      "tour", stopNumber.optional, traits: .mayDiscardTraining,
      help: "follow an image through a network, in 19 stops",
      action: { explorer, stop throws(UserError) in
        try explorer.takeUp(lesson: "tour", stop: stop)
      }),
    Command(
      "lesson", LessonPlace().optional, traits: .mayDiscardTraining,
      help:
        "tour, mistakes, notebook, … or a Markdown file, on where it was left; alone: the last one",
      action: { explorer, place throws(UserError) in
        guard let name = place?.name ?? explorer.shared.lessons.last else {
          throw UserError("no lesson was read yet; lesson tour opens the tour")
        }
        try explorer.takeUp(lesson: name, stop: place?.stop)
      }
    ).detailed(LessonLanguage.lines),
    Command(
      "read-on", help: "the lesson's next page", refusal: whileClosed,
      action: { explorer throws(UserError) in try readOn(&explorer) }),
    Command(
      "read-back", help: "one page of the lesson back", refusal: whileClosed,
      action: { readBack(&$0) }),
    Command(
      "page", help: "the lesson's page as text, with what is shown beside it", refusal: whileClosed,
      answer: { Reply(LessonText($0).page(columns: max(20, $0.size.columns - 4))) }),
    Command(
      "answer", Text("TEXT", "an answer", example: "6x28x28").optional,
      help: "answer the pending question: a number, a shape, a sign, a cell",
      refusal: { explorer in
        explorer.views.waitsForAnswer ? nil : "no question is pending"
      },
      action: { explorer, text throws(UserError) in
        let answer = try explorer.views.answer(text ?? "", &explorer.shared)
        if let (change, index) = answer { explorer.apply(change, to: index) }
        showAnswer(&explorer)
      }),
    Command(
      "leave-lesson", help: "back to what was looked at before the lesson", refusal: whileClosed,
      action: { leave(&$0) }),
  ].inGroup(.lessons).with(.worksWithoutNetwork)

  private static let stopNumber = WholeNumber("STOP", 1...19, example: 8)

  private static let whileClosed: @Sendable (Explorer) -> String? = { explorer in
    explorer.views.contains(LessonView.self) ? nil : closedReason
  }
}

/// `NAME|FILE [STOP]`
struct LessonPlace: TextParameter {
  struct Value: Hashable, Sendable {
    let name: String
    /// Counted from 1; `nil` is where it was left.
    let stop: Int?
  }

  var usage: String { "NAME|FILE [STOP]" }
  var expectation: String {
    "\(LessonLibrary.names.joined(separator: ", ")), or a Markdown file, and perhaps a stop"
  }
  var example: String { "tour 8" }
  var completion: Completion { .wordsOrFile(LessonLibrary.names) }

  func value(of text: String, in session: Session) throws(UserError) -> Value? {
    let words = try FileArguments(text).words.map(\.text)
    guard words.count == 2 else {
      return words.count == 1 ? Value(name: words[0], stop: nil) : nil
    }
    guard let stop = Int(words[1]) else {
      throw UserError("a stop is a number, not \"\(words[1])\"")
    }
    return Value(name: words[0], stop: stop)
  }
}
