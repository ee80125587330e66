import ScopeDebugger
import TerminalKit

/// What a lesson does by itself, and how it begins and ends.
extension LessonView {
  /// Refuses a line of a lesson that cannot be done.
  static func check(_ action: Script.Action) throws(UserError) {
    switch action {
    case .command(let line): _ = try Explorer.commands.command(of: line)
    case .keys(let keys): _ = try Player.keys(keys)
    case .type, .press, .work, .tick, .paste, .mouse, .resize, .snapshot, .expect: break
    }
  }

  /// Changes the lesson that is open.
  static func update(_ explorer: inout Explorer, _ change: (inout LessonView) -> Void) {
    guard var lesson = explorer.views.first(LessonView.self) else { return }
    change(&lesson)
    explorer.views.update(lesson)
  }

  /// Ends the lesson and shows again what was there before.
  static func leave(_ explorer: inout Explorer) {
    guard let lesson = explorer.views.first(LessonView.self) else { return }
    explorer.keepLesson()
    (explorer.session, explorer.shared.selection, explorer.views) = lesson.before
    let place = lesson.reader.isOver ? nil : lesson.reader.place
    let again = place.map { "goes on at \($0)" } ?? "begins it again"
    explorer.shared.news.say(
      "back from the lesson; \(lesson.name == "tour" ? ":tour" : ":lesson") \(again)")
  }

  /// Begins a page: its first lines set the scene. A stop begins without other views.
  static func beginPage(_ explorer: inout Explorer) {
    explorer.shared.news.clear()
    update(&explorer) { ($0.first, $0.failure) = (0, nil) }
    guard let (lesson, index) = explorer.views.find(LessonView.self) else { return }
    if lesson.reader.page == 0 { explorer.views.closeAll(above: index) }
    let scene = explorer.lessonScene
    update(&explorer) { $0.scenes.pages[LessonScenes.Place($0.reader)] = scene }
    explorer.views.first(LessonView.self)?.goOn(&explorer)
  }

  /// Turns the page, when what was asked is done; what is pending is done the second time.
  static func readOn(_ explorer: inout Explorer) throws(UserError) {
    guard var lesson = explorer.views.first(LessonView.self) else { return }
    let outcome = Result { () throws(UserError) in try lesson.readOn(explorer.shared) }
    explorer.views.update(lesson)
    switch try outcome.get() {
    case .stays: lesson.goOn(&explorer)
    case .tells: showAnswer(&explorer)
    case .performs(let task):
      returnToScene(&explorer)
      try explorer.performOrThrow(task)
    case .turns: turn(&explorer)
    }
  }

  private static func turn(_ explorer: inout Explorer) {
    guard let reader = explorer.lesson else { return }
    guard !reader.isOver else {
      leave(&explorer)
      return explorer.shared.news.say("\(reader.lesson.title): that was the last stop", .good)
    }
    returnToScene(&explorer)
    beginPage(&explorer)
  }

  /// Brings the scene of the page back where the reader has left it; otherwise turns one page back,
  /// to its scene. A page that was not read before is reached by its stop.
  static func readBack(_ explorer: inout Explorer) {
    if explorer.views.first(LessonView.self)?.hasLeftScene(explorer.shared, explorer.views) == true
    {
      returnToScene(&explorer)
      return explorer.shared.news.say("the scene of the page again")
    }
    update(&explorer) { $0.reader.turnBack() }
    guard let lesson = explorer.views.first(LessonView.self) else { return }
    if let scene = lesson.scenes.pages[LessonScenes.Place(lesson.reader)] {
      explorer.restore(scene)
    } else {
      update(&explorer) { $0.reader.go(toStop: $0.reader.stop, page: 0) }
    }
    beginPage(&explorer)
  }

  /// Puts back what the lesson's text speaks of, where the reader has done something else.
  private static func returnToScene(_ explorer: inout Explorer) {
    guard let lesson = explorer.views.first(LessonView.self), lesson.scenes.hasStrayed,
      let scene = lesson.scenes.waiting
    else { return }
    explorer.restore(scene)
    update(&explorer) { $0.scenes.hasStrayed = false }
  }

  /// Shows what was asked about, where its answer was told.
  static func showAnswer(_ explorer: inout Explorer) {
    guard explorer.lesson?.isTold == true else { return }
    returnToScene(&explorer)
  }

  /// Whether something else stands beside the text than what it speaks of. A search for a fault goes
  /// through everything.
  func hasLeftScene(_ shared: SharedState, _ views: ViewStack) -> Bool {
    guard scenes.hasStrayed, !reader.isSearching, let scene = scenes.waiting else { return false }
    return scene.topic != LessonScenes.Topic(shared.session, shared.selection, views)
  }

  /// `s`, or `:lab stride 2` for what no key does.
  static func keyOrCommand(_ line: String) -> String {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let arguments = words.count > 1 ? words[1] : ""
    let bindings = (try? Explorer.commands.command(of: line))?.bindings ?? []
    let keys = bindings.filter { $0.arguments == arguments }.map(\.key)
    return keys.first { $0.hasPrefix("<") } ?? keys.first ?? ":\(line)"
  }
}

extension LessonView {
  /// Does the lines of the lesson up to the next that is the reader's.
  func goOn(_ explorer: inout Explorer) {
    guard !isActing, failure == nil else { return }
    let (page, news) = (reader.page, explorer.shared.news)
    Self.update(&explorer) { $0.isActing = true }
    defer {
      Self.update(&explorer) { $0.isActing = false }
      Self.keepScene(&explorer)
    }
    Self.repeatOnScene(&explorer)
    while let line = explorer.lesson?.next, case .script(let action) = line.action {
      Self.rememberPage(&explorer)
      do throws(UserError) { try act(action, &explorer) } catch {
        let failure = UserError("\(line.file):\(line.number): \(error)")
        Self.update(&explorer) { $0.failure = failure }
        return explorer.shared.news.say(failure.description, .error)
      }
      Self.update(&explorer) { $0.reader.advance() }
    }
    explorer.shared.news = news
    Self.rememberPage(&explorer)
    if explorer.lesson?.page != page { Self.update(&explorer) { $0.first = 0 } }
  }

  /// Remembers the scene at the beginning of a page that has turned by itself.
  private static func rememberPage(_ explorer: inout Explorer) {
    guard let lesson = explorer.views.first(LessonView.self), lesson.reader.line == 0 else {
      return
    }
    let place = LessonScenes.Place(lesson.reader)
    guard lesson.scenes.pages[place] == nil else { return }
    let scene = explorer.lessonScene
    update(&explorer) { $0.scenes.pages[place] = scene }
  }

  /// Remembers the scene at which the lesson waits now.
  private static func keepScene(_ explorer: inout Explorer) {
    guard var lesson = explorer.views.first(LessonView.self) else { return }
    lesson.scenes.wait(at: lesson.reader, in: explorer.lessonScene)
    explorer.views.update(lesson)
  }

  /// Goes back to the lesson's scene, where the reader had left it before the lesson went on, and
  /// does what the reader did once more.
  private static func repeatOnScene(_ explorer: inout Explorer) {
    guard let lesson = explorer.views.first(LessonView.self), lesson.scenes.hasStrayed,
      lesson.scenes.hasPassed(lesson.reader)
    else { return }
    returnToScene(&explorer)
    guard let done = lesson.scenes.done else { return }
    // It was done once already, so that it can be done.
    try? explorer.performOrThrow(done)
    explorer.workToTheEnd()
  }

  private func act(
    _ action: Script.Action, _ explorer: inout Explorer
  ) throws(UserError) {
    switch action {
    case .command(let line):
      try explorer.performOrThrow(line)
      explorer.workToTheEnd()
    case .keys(let text):
      for key in try Player.keys(text) {
        _ = explorer.respond(to: .key(key))
        explorer.workToTheEnd()
      }
    case .type(let text):
      for character in text { _ = explorer.respond(to: .key(.character(character))) }
    case .expect(let expectation):
      guard checksExpectations else { return }
      try expectation.check(explorer.session, screen: Self.screenBeside(explorer))
    case .press, .work, .tick, .paste, .mouse, .resize, .snapshot: break
    }
  }

  /// What stands on the screen beside the lesson's own text.
  private static func screenBeside(_ explorer: Explorer) -> String {
    var canvas = explorer.draw().canvas
    var room = ScreenFrame(explorer.size).room
    canvas.fill(LessonPane.take(from: &room))
    return canvas.text
  }
}
