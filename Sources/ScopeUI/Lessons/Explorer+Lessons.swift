import ModelFiles
import ScopeDebugger

extension Explorer {
  /// The lesson that is open, and where its reader is.
  package var lesson: LessonReader? { views.first(LessonView.self)?.reader }

  /// All answers to the questions of the lesson that is open, or of the last one.
  package var lessonAttempts: [LessonReader.Attempt] {
    lesson?.attempts ?? shared.lessons.attempts()
  }

  /// How often a text of the open lesson was divided into lines, which is once for each that is shown,
  /// however often it is drawn or scrolled.
  package var lessonWrappings: Int { views.first(LessonView.self)?.wrapped.count ?? 0 }

  /// What keeps the lesson from going on, if anything does.
  package var lessonFailure: UserError? { views.first(LessonView.self)?.failure }

  /// Opens a lesson: a built-in one by its name, or a file.
  ///
  /// - Parameters:
  ///   - stop: where to begin, counted from 1.
  ///   - checksExpectations: whether what the lesson expects is checked, as for its author.
  /// - Returns: the lesson.
  /// - Throws: ``UserError`` with file, line and reason when it has a mistake.
  @discardableResult
  package mutating func open(
    lesson name: String, stop: Int = 1, checksExpectations: Bool = false
  ) throws(UserError) -> Lesson {
    let lesson = try LessonLibrary.open(name) { action throws(UserError) in
      try LessonView.check(action)
    }
    guard lesson.stops.indices.contains(stop - 1) else {
      throw UserError("\(name) has the stops 1 to \(lesson.stops.count), not \(stop)")
    }
    keepLesson()
    let before = beforeLesson
    let reader = LessonReader(
      lesson, stop: stop - 1, attempts: shared.lessons.attempts(of: name))
    views = ViewStack(ViewCatalog.initialView(for: session))
    views.push(
      LessonView(reader, name: name, before: before, checksExpectations: checksExpectations))
    LessonView.beginPage(&self)
    return lesson
  }

  /// Opens a lesson at a stop, or else where it was left.
  ///
  /// - Throws: ``UserError`` as ``open(lesson:stop:checksExpectations:)``.
  mutating func takeUp(lesson name: String, stop: Int?) throws(UserError) {
    keepLesson()
    guard stop == nil, let left = shared.lessons.place(of: name) else {
      try open(lesson: name, stop: stop ?? 1)
      return
    }
    let lesson = try LessonLibrary.open(name) { action throws(UserError) in
      try LessonView.check(action)
    }
    guard left.view.reader.lesson == lesson else {
      // The file was changed, so that its pages are others.
      try open(lesson: name, stop: min(left.view.reader.stop + 1, lesson.stops.count))
      return
    }
    let before = beforeLesson
    (session, shared.selection, views) = (
      left.scene.session, left.scene.selection, left.scene.views
    )
    views.update(left.view)
    LessonView.update(&self) { $0.before = before }
    sayWhereLessonGoesOn(name, left.view.reader)
  }

  private mutating func sayWhereLessonGoesOn(_ name: String, _ reader: LessonReader) {
    guard let place = reader.place else { return shared.news.clear() }
    let (what, again) =
      name == "tour" ? ("the tour", ":tour 1") : ("\(name.harmless)", ":lesson \(name.harmless) 1")
    shared.news.say("\(what) goes on at \(place); \(again) begins it again")
  }

  /// What comes back when the lesson is left.
  private var beforeLesson: (session: Session, selection: Selection, views: ViewStack) {
    views.first(LessonView.self)?.before ?? (session, shared.selection, views)
  }

  /// Keeps the place of the lesson that is open, to go on there.
  mutating func keepLesson() {
    guard let lesson = views.first(LessonView.self) else { return }
    let waiting = lesson.scenes.hasStrayed ? lesson.scenes.waiting : nil
    shared.lessons.keep(lesson, in: waiting ?? lessonScene)
  }
}
