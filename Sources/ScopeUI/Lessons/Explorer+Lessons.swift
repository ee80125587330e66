public import ScopeDebugger
import TerminalKit

/// Opening a lesson, doing its lines, and leaving it.
extension Explorer {
  /// The lesson that is open, and where its reader is.
  public var lesson: LessonReader? { views.first(LessonView.self)?.reader }

  /// What keeps the lesson from going on, if anything does.
  public var lessonFailure: UserError? { views.first(LessonView.self)?.failure }

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
    let before = views.first(LessonView.self)?.before ?? (session, shared.selection, views)
    let reader = LessonReader(lesson, stop: stop - 1)
    views = ViewStack(ViewCatalog.base)
    views.push(LessonView(reader, before: before))
    beginPage()
  }

  /// Refuses a line of a lesson that cannot be done.
  private static func check(_ action: Script.Action) throws(UserError) {
    switch action {
    case .command(let line): _ = try commands.command(of: line)
    case .keys(let keys): _ = try Player.keys(keys)
    case .type, .press, .work, .tick, .paste, .mouse, .resize, .snapshot, .expect: break
    }
  }

  /// Changes the lesson that is open.
  mutating func updateLesson(_ change: (inout LessonView) -> Void) {
    guard var lesson = views.first(LessonView.self) else { return }
    change(&lesson)
    views.update(lesson)
  }

  /// Ends the lesson and shows again what was there before.
  mutating func leaveLesson() {
    guard let lesson = views.first(LessonView.self) else { return }
    (session, shared.selection, views) = lesson.before
    shared.news.say("back from the lesson")
  }

  /// Begins a page: its first lines set the scene. A stop begins without other views.
  mutating func beginPage() {
    shared.news.clear()
    updateLesson { $0.beginPage() }
    guard let (lesson, index) = views.find(LessonView.self) else { return }
    if lesson.reader.page == 0 { views.closeAll(above: index) }
    lesson.goOn(&self)
  }

  /// Turns the page, when what was asked is done.
  mutating func readOn() throws(UserError) {
    guard var lesson = views.first(LessonView.self) else { return }
    let isTurned: Bool
    do throws(UserError) { isTurned = try lesson.readOn(shared) } catch {
      views.update(lesson)
      throw error
    }
    views.update(lesson)
    guard isTurned else { return }
    guard !lesson.reader.isOver else {
      leaveLesson()
      return shared.news.say("\(lesson.reader.lesson.title): that was the last stop", .good)
    }
    beginPage()
  }

  /// Gives an answer to the view that waits for one; without a text, asks for it.
  mutating func answer(_ text: String) throws(UserError) {
    let answer = try views.offer { view throws(UserError) in try view.answer(text, &shared) }
    if let (change, index) = answer { apply(change, to: index) }
  }

  /// What stands on the screen outside of the lesson's own text.
  var liveText: String {
    var canvas = draw().canvas
    var rest = Rect(x: 0, y: 1, width: size.columns, height: size.rows - 3)
    if lesson != nil { canvas.fill(LessonPane.take(from: &rest)) }
    return canvas.text
  }

  /// `s`, or `:lab stride 2` for what no key does.
  static func keyOrCommand(_ line: String) -> String {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let arguments = words.count > 1 ? words[1] : ""
    let bindings = (try? commands.command(of: line))?.bindings ?? []
    let keys = bindings.filter { $0.arguments == arguments }.map(\.key)
    return keys.first { $0.hasPrefix("<") } ?? keys.first ?? ":\(line)"
  }
}

extension LessonView {
  /// Does the lines of the lesson up to the next that is the reader's.
  func goOn(_ explorer: inout Explorer) {
    guard !isActing, failure == nil else { return }
    let (page, news) = (reader.page, explorer.shared.news)
    explorer.updateLesson { $0.isActing = true }
    defer { explorer.updateLesson { $0.isActing = false } }
    while let line = explorer.lesson?.next, case .script(let action) = line.action {
      do throws(UserError) { try explorer.act(action) } catch {
        let failure = UserError("\(line.file):\(line.number): \(error)")
        explorer.updateLesson { $0.failure = failure }
        return explorer.shared.news.say(failure.description, .error)
      }
      explorer.updateLesson { $0.reader.advance() }
    }
    explorer.shared.news = news
    if explorer.lesson?.page != page { explorer.updateLesson { $0.first = 0 } }
  }
}

extension Explorer {
  /// Does a line of a lesson.
  fileprivate mutating func act(_ action: Script.Action) throws(UserError) {
    switch action {
    case .command(let line):
      try performOrThrow(line)
      workToTheEnd()
    case .keys(let text):
      for key in try Player.keys(text) {
        _ = respond(to: .key(key))
        workToTheEnd()
      }
    case .type(let text): for character in text { _ = respond(to: .key(.character(character))) }
    case .expect(let expectation): try expectation.check(session, screen: liveText)
    case .press, .work, .tick, .paste, .mouse, .resize, .snapshot: break
    }
  }
}
