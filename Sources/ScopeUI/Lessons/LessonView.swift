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
  /// The name or the file by which it was opened.
  let name: String
  /// The state before the lesson, which comes back when the lesson is left.
  var before: (session: Session, selection: Selection, views: ViewStack)
  /// The first line of a page that is shown, when it is a long one.
  var first = 0
  /// The lines of the page as they are shown.
  let wrapped = WrappedLines()
  /// What kept a line of the lesson from being done.
  var failure: UserError?
  /// Whether a line that expects something is checked, as for the lesson's author: the reader may
  /// have changed what it speaks of.
  let checksExpectations: Bool
  /// Whether the lesson itself is acting, so that nothing counts as done by the reader.
  var isActing = false
  /// How the scene was when the lesson began to wait for the reader, and when pages began.
  var scenes = LessonScenes()
  /// Whether the reader was reminded of what the lesson waits for.
  private(set) var isWarned = false

  var title: String { "lesson" }
  var traits: ViewTraits {
    ViewTraits(isHost: true, waitsForWork: true, enlargingRefusal: "a lesson is open; q leaves it")
  }

  init(
    _ reader: LessonReader, name: String,
    before: (session: Session, selection: Selection, views: ViewStack), checksExpectations: Bool
  ) {
    (self.reader, self.name, self.before) = (reader, name, before)
    self.checksExpectations = checksExpectations
  }

  func placement(_ scene: Scene) -> Placement { .beside }

  func part(of rest: inout Rect, _ scene: Scene) -> Rect { LessonPane.take(from: &rest) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    LessonPane(self, rect, scene).draw(&canvas)
  }

  var hidden: Hidden? {
    guard !reader.isTold, !scenes.hasPassed(reader), let scene = scenes.waiting else { return nil }
    return reader.question?.hides(scene.session)
  }

  var waitsForAnswer: Bool { reader.question != nil }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? { .perform("leave-lesson") }

  /// Counts a command as the reader's, when the lesson waits for it; any other leaves the scene.
  mutating func note(_ command: CommandInvocation<Explorer>, _ shared: SharedState) {
    guard !isActing, !Self.ownNames.contains(command.command.name) else { return }
    if reader.isSearching { return noteSearch(command.text, shared) }
    let isDone = reader.task?.contains {
      Explorer.commands.canonicalText(of: $0) == command.text
    }
    guard isDone == true else {
      scenes.hasStrayed = true
      return
    }
    scenes.done = command.text
    isWarned = false
    reader.advance()
  }

  /// Everything may be looked at to find a fault; it is found when nothing of it is hidden any more.
  private mutating func noteSearch(_ command: String, _ shared: SharedState) {
    let isOver = shared.session.hasNetwork && shared.debugger.hiddenFault == nil
    if command.hasPrefix("accuse ") {
      reader.note(accusation: String(command.dropFirst(7)), isRight: isOver)
    } else if isOver {
      reader.note(accusation: nil, isRight: false)
    }
    guard isOver else { return }
    isWarned = false
    reader.advance()
  }

  private static let ownNames = Set(commands.map(\.name))
}

/// Reading.
extension LessonView {
  mutating func answer(
    _ text: String, _ shared: inout SharedState
  ) throws(UserError) -> ViewChange {
    guard !text.isEmpty else { return .askForAnswer() }
    // What the lesson asked about, not what the reader has made of it since.
    let session = scenes.waiting?.session ?? shared.session
    isWarned = false
    let question = reader.question
    if try reader.answer(text, session) {
      let value = try question?.value(of: text, session) ?? ""
      shared.news.say("right: \(text)\(value)", .good)
    } else {
      let next = reader.isTold ? "> continues" : "> shows the answer"
      shared.news.say("not \(text); Enter tries again, \(next)", .warning)
    }
    return .stay
  }

  /// What `>` does next.
  enum Reading {
    /// Nothing else: the page was scrolled.
    case stays
    /// An answer is told.
    case tells
    /// The page is turned.
    case turns
    /// What the lesson waits for is done.
    case performs(String)
  }

  /// Scrolls the page, does what it waits for, or turns it.
  ///
  /// - Throws: ``UserError`` the first time that something is still to be done.
  mutating func readOn(_ shared: SharedState) throws(UserError) -> Reading {
    let pane = LessonPane(self, Scene(shared, ViewStack(self)))
    if pane.hiddenLines > first {
      first = min(pane.hiddenLines, first + pane.step)
      return .stays
    }
    if reader.question != nil, reader.isTold { return passTold() }
    if reader.question != nil {
      try skipQuestion(shared)
      return .tells
    }
    if reader.isSearching {
      try warn("the fault is not found yet; :fault hint helps, > again tells it")
      isWarned = false
      return .performs("fault tell")
    }
    if let task = reader.task?.first {
      let wanted = shared.hasKeys ? Self.keyOrCommand(task) : task
      try warn("the lesson waits for \(wanted); > again does it")
      isWarned = false
      return .performs(task)
    }
    isWarned = false
    reader.turn()
    return .turns
  }

  /// Goes on behind a question whose answer was told, to the next page where it was the last.
  private mutating func passTold() -> Reading {
    let page = LessonScenes.Place(reader)
    reader.advance()
    guard !reader.hasMore, LessonScenes.Place(reader) == page else { return .stays }
    reader.turn()
    return .turns
  }

  private mutating func skipQuestion(_ shared: SharedState) throws(UserError) {
    if reader.tries == 0 {
      let how = shared.hasKeys ? "Enter answers it, " : ""
      try warn("a question is pending; \(how)> again shows the answer")
    }
    isWarned = false
    try reader.tell(scenes.waiting?.session ?? shared.session)
  }

  private mutating func warn(_ sentence: String) throws(UserError) {
    guard !isWarned else { return }
    isWarned = true
    throw UserError(sentence)
  }
}
