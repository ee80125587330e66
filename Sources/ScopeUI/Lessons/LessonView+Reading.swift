import ScopeDebugger

/// A lesson on the screen, and what it stands in front of.
struct LessonView: Sendable {
  var reader: LessonReader
  /// What was looked at before the lesson began: it comes back when the lesson is left.
  let before: (session: Session, view: ViewState, labPart: LabPart?)
  /// The first line of a page that is shown, when it is a long one.
  var first = 0
  /// What kept a line of the lesson from being done.
  var failure: UserError?
  /// Whether the lesson itself is acting, so that nothing counts as done by the reader.
  var isActing = false
  /// Whether it was said that something is still to be done.
  var isWarned = false
}

extension Explorer {
  /// Opens a lesson: a built-in one by its name, or a file.
  ///
  /// - Parameter stop: where to begin, counted from 1.
  /// - Throws: ``UserError`` with file, line and reason when it has a mistake.
  public mutating func open(lesson name: String, stop: Int = 1) throws(UserError) {
    let lesson = try LessonLibrary.open(name) { action throws(UserError) in
      try Self.check(action)
    }
    guard lesson.stops.indices.contains(stop - 1) else {
      throw UserError("\(name) has the stops 1 to \(lesson.stops.count), not \(stop)")
    }
    lessonView = LessonView(
      reader: LessonReader(lesson, stop: stop - 1),
      before: lessonView?.before ?? (session, view, labPart))
    beginScene()
  }

  /// Refuses a line of a lesson that cannot be done.
  private static func check(_ action: Script.Action) throws(UserError) {
    switch action {
    case .command(let line): _ = try commands.command(named: line.firstWord)
    case .keys(let keys): _ = try Player.keys(keys)
    case .type, .press, .work, .tick, .paste, .mouse, .resize, .snapshot, .expect: break
    }
  }

  /// What keeps the lesson from going on, if anything does.
  public var lessonFailure: UserError? { lessonView?.failure }

  /// The lesson that is open, and where its reader is.
  public var lesson: LessonReader? { lessonView?.reader }

  /// Ends the lesson and shows again what was there before.
  mutating func leaveLesson() {
    guard let lessonView else { return }
    (session, view, labPart) = lessonView.before
    self.lessonView = nil
    prompt = nil
    message = Message("back from the lesson")
  }

  /// Begins a page: its first lines set the scene.
  private mutating func beginScene() {
    message = Message("")
    lessonView?.first = 0
    lessonView?.failure = nil
    if lessonView?.reader.page == 0 { (labPart, page) = (nil, nil) }
    goOnWithLesson()
  }

  /// Does the lines of the lesson up to the next that is the reader's.
  mutating func goOnWithLesson() {
    guard lessonView?.isActing == false, lessonView?.failure == nil else { return }
    let (page, news) = (lessonView?.reader.page, message)
    lessonView?.isActing = true
    defer { lessonView?.isActing = false }
    while let line = lessonView?.reader.next, case .script(let action) = line.action {
      do throws(UserError) { try act(action) } catch {
        let failure = UserError("\(line.file):\(line.number): \(error)")
        lessonView?.failure = failure
        message = Message(failure.description, .error)
        return
      }
      lessonView?.reader.advance()
    }
    message = news
    if lessonView?.reader.page != page { lessonView?.first = 0 }
  }

  private mutating func act(_ action: Script.Action) throws(UserError) {
    switch action {
    case .command(let line):
      try performOrThrow(line)
      workToTheEnd()
    case .keys(let text):
      for key in try Player.keys(text) {
        _ = deal(with: .key(key))
        workToTheEnd()
      }
    case .type(let text): for character in text { _ = deal(with: .key(.character(character))) }
    case .expect(let expectation): try expectation.check(session, screen: liveText)
    case .press, .work, .tick, .paste, .mouse, .resize, .snapshot: break
    }
  }

  /// Counts a command that was done as the reader's, when the lesson waits for it.
  mutating func notice(_ line: String) {
    guard let lessonView, !lessonView.isActing, let task = lessonView.reader.task else { return }
    let done = Self.canonical(line)
    guard task.contains(where: { Self.canonical($0) == done }) else { return }
    self.lessonView?.reader.advance()
  }

  /// The whole name of a command and its arguments.
  private static func canonical(_ line: String) -> String {
    ([name(of: line)] + line.split(separator: " ").dropFirst().map(String.init))
      .joined(separator: " ")
  }
}

/// What the commands of a lesson do.
extension Explorer {
  /// Turns the page, when what was asked is done.
  mutating func readOn() throws(UserError) {
    guard let open = lessonView else { return }
    let hidden = LessonPane(self)?.hiddenLines ?? 0
    if hidden > open.first {
      lessonView?.first = min(hidden, open.first + LessonPane.step(size))
      return
    }
    if open.reader.question != nil, !open.reader.feedback.isEmpty {
      lessonView?.reader.advance()
      return goOnWithLesson()
    }
    if let task = open.reader.task?.first, open.isWarned == false {
      lessonView?.isWarned = true
      throw UserError("the lesson waits for \(keyOrCommand(task)); > again goes on without")
    }
    guard open.reader.question == nil else {
      throw UserError("a question waits: Enter answers it")
    }
    lessonView?.reader.turn()
    lessonView?.isWarned = false
    if lessonView?.reader.isOver == true { return leaveAtEnd() }
    beginScene()
  }

  private mutating func leaveAtEnd() {
    let title = lessonView?.reader.lesson.title ?? ""
    leaveLesson()
    message = Message("\(title): that was the last stop", .good)
  }

  mutating func readBack() {
    lessonView?.reader.turnBack()
    beginScene()
  }

  /// Takes the reader's answer; without one, asks for it.
  mutating func answer(_ text: String) throws(UserError) {
    guard lessonView?.reader.question != nil else { return try answerPrediction(text) }
    guard !text.isEmpty else { return ask(.answer) }
    let isRight = try lessonView?.reader.answer(text, session) ?? false
    if isRight {
      message = Message("right: \(text)", .good)
      goOnWithLesson()
    } else {
      message = Message("not \(text); Enter tries again, > goes on", .warning)
    }
  }

  /// `s`, or `:lab stride 2` for what no key does.
  func keyOrCommand(_ line: String) -> String {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let command = try? Self.commands.command(named: words[0])
    let arguments = words.count > 1 ? words[1] : ""
    let keys = command?.bindings.filter { $0.arguments == arguments }.map(\.key) ?? []
    return keys.first { $0.hasPrefix("<") } ?? keys.first ?? ":\(line)"
  }
}

extension String {
  /// Up to the first blank.
  fileprivate var firstWord: String { split(separator: " ").first.map(String.init) ?? "" }
}
