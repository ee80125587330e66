import ScopeDebugger
import TerminalKit

/// A lesson: its text stands beside the other views, and it waits for what the reader does.
struct LessonView: AnswerView {
  static let keys: [ViewKey<LessonView>] = [
    ViewKey("> <PgDn>", "read-on", "on", isKept: true),
    ViewKey("<lt> <PgUp>", "read-back", "back", isKept: true),
    ViewKey("<Enter>", "answer", "answer", isKept: true, when: { view, _ in view.waitsForAnswer }),
    ViewKey("q", "leave", "leave"), .everywhere("s"),
    ViewKey("<Tab>", "pane next", "pane"), ViewKey("a", "show activation", "show"),
    ViewKey("d", "show gradient", "show"), ViewKey("w", "show weights", "show"),
    .everywhere("?"), .everywhere(":"),
  ]

  static let closedReason = "no lesson is open; :tour opens the tour"

  var reader: LessonReader
  /// The state before the lesson, which comes back when the lesson is left.
  let before: (session: Session, selection: Selection, views: ViewStack)
  /// The first line of a page that is shown, when it is a long one.
  var first = 0
  /// The lines of the page as they are shown.
  let wrapped = WrappedLines()
  /// What kept a line of the lesson from being done.
  var failure: UserError?
  /// Whether the lesson itself is acting, so that nothing counts as done by the reader.
  var isActing = false
  /// Whether the reader was reminded of the task.
  private var isWarned = false

  var title: String { "lesson" }
  var traits: ViewTraits {
    ViewTraits(isHost: true, waitsForWork: true, enlargingRefusal: "a lesson is open; q leaves it")
  }

  init(_ reader: LessonReader, before: (session: Session, selection: Selection, views: ViewStack)) {
    (self.reader, self.before) = (reader, before)
  }

  func placement(_ scene: Scene) -> Placement { .beside }

  func part(of rest: inout Rect, _ scene: Scene) -> Rect { LessonPane.take(from: &rest) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    LessonPane(self, rect, scene).draw(&canvas)
  }

  var hidden: Hidden? { reader.feedback.isEmpty ? reader.question?.hides : nil }

  var waitsForAnswer: Bool { reader.question != nil }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? { .perform("leave-lesson") }

  /// Counts a command as the reader's, when the lesson waits for it.
  mutating func note(_ command: CommandInvocation<Explorer>, _ shared: SharedState) {
    guard !isActing else { return }
    if reader.isSearching, shared.session.hasNetwork, shared.debugger.hiddenFault == nil {
      reader.advance()
    }
    guard let task = reader.task else { return }
    let isDone = task.contains { Explorer.commands.canonicalText(of: $0) == command.text }
    if isDone { reader.advance() }
  }
}

/// Reading.
extension LessonView {
  mutating func answer(
    _ text: String, _ shared: inout SharedState
  ) throws(UserError) -> ViewChange {
    guard !text.isEmpty else { return .askForAnswer() }
    if try reader.answer(text, shared.session) {
      shared.news.say("right: \(text)", .good)
    } else {
      shared.news.say("not \(text); Enter tries again, > continues", .warning)
    }
    return .stay
  }

  /// Scrolls the page, or turns it when what was asked is done.
  ///
  /// - Returns: whether the page was turned.
  mutating func readOn(_ shared: SharedState) throws(UserError) -> Bool {
    let pane = LessonPane(self, Scene(shared, ViewStack(self)))
    if pane.hiddenLines > first {
      first = min(pane.hiddenLines, first + pane.step)
      return false
    }
    if reader.question != nil, !reader.feedback.isEmpty {
      reader.advance()
      return false
    }
    try warn()
    reader.turn()
    isWarned = false
    return true
  }

  /// - Throws: ``UserError`` when something is still to be done; of a task only the first time.
  private mutating func warn() throws(UserError) {
    if let task = reader.task?.first, !isWarned {
      isWarned = true
      throw UserError(
        "the lesson waits for \(Self.keyOrCommand(task)); > again skips it")
    }
    if reader.question != nil { throw UserError("a question is pending; Enter answers it") }
    if reader.isSearching, !isWarned {
      isWarned = true
      throw UserError("the fault is not found yet; :fault hint helps, > again skips it")
    }
  }
}
