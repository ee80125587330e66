import ScopeDebugger
import TerminalKit

extension Explorer {
  private static let isInLesson: @Sendable (Explorer) -> Bool = { $0.lessonView != nil }
  private static let outside: @Sendable (Explorer) -> String? = {
    $0.lessonView == nil ? "no lesson is open; :tour opens the tour" : nil
  }

  /// The commands of lessons. They stand before all others, so that keys mean them in a lesson.
  static let lessonCommands: [Command<Explorer>] = [
    Command(
      "tour", arguments: "[STOP]", help: "the way of an image through a network, in 16 stops",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.open(lesson: "tour", stop: try stop(text))
        return Reply()
      }),
    Command(
      "lesson", arguments: "NAME|FILE [STOP]", completion: .words(LessonLibrary.names),
      help: "a lesson: tour, mistakes, or a Markdown file",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        let words = text.split(separator: " ").map(String.init)
        guard let name = words.first, words.count <= 2 else {
          throw UserError("lesson needs tour, mistakes, or a Markdown file, and perhaps a stop")
        }
        try explorer.open(lesson: name, stop: try stop(words.count > 1 ? words[1] : ""))
        return Reply()
      }),
    Command(
      "read-on", keys: [KeyBinding(">"), KeyBinding("<PgDn>")], help: "the lesson's next page",
      applies: isInLesson, refusal: outside,
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        try explorer.readOn()
        return Reply()
      }),
    Command(
      "read-back", keys: [KeyBinding("<lt>"), KeyBinding("<PgUp>")],
      help: "to the beginning of the lesson's stop, or to the one before", applies: isInLesson,
      refusal: outside,
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        explorer.readBack()
        return Reply()
      }),
    Command(
      "answer", arguments: "TEXT", keys: [KeyBinding("<Enter>")],
      help: "answer the question that waits: a number, a shape, a sign",
      applies: { $0.waitsForAnswer },
      refusal: { $0.waitsForAnswer ? nil : "no question waits" },
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.answer(text)
        return Reply()
      }),
  ]

  /// Leaving stands behind what is open inside of the lesson: the lab, the microscope.
  static let leavingLesson = Command<Explorer>(
    "leave-lesson", keys: [KeyBinding("q"), KeyBinding("<Esc>")],
    help: "back to what was looked at before the lesson",
    applies: { $0.lessonView != nil && $0.microscope == nil }, refusal: outside,
    action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
      explorer.leaveLesson()
      return Reply()
    })

  var waitsForAnswer: Bool { lessonView?.reader.question != nil || prediction != nil }

  private static func stop(_ text: String) throws(UserError) -> Int {
    guard !text.isEmpty else { return 1 }
    guard let stop = Int(text) else {
      throw UserError("a stop is a number, not \"\(text)\"")
    }
    return stop
  }
}
