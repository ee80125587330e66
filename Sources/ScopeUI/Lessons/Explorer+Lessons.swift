import ScopeDebugger

extension Explorer {
  /// The lesson that is open, and where its reader is.
  package var lesson: LessonReader? { views.first(LessonView.self)?.reader }

  /// All answers to the questions of the lesson that is open, or of the last one.
  package var lessonAttempts: [LessonReader.Attempt] { lesson?.attempts ?? shared.attempts }

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
    let before = views.first(LessonView.self)?.before ?? (session, shared.selection, views)
    let isSame = (views.first(LessonView.self)?.name ?? shared.lessonPlace?.name) == name
    let reader = LessonReader(lesson, stop: stop - 1, attempts: isSame ? lessonAttempts : [])
    views = ViewStack(ViewCatalog.initialView(for: session))
    views.push(
      LessonView(reader, name: name, before: before, checksExpectations: checksExpectations))
    LessonView.beginPage(&self)
    return lesson
  }
}
